import { vi } from "vitest";

/** The GitHub user who signs in. A test names only what differs from a sign-in that works. */
export interface FakeGithub {
  id: number;
  emails: { email: string; primary: boolean; verified: boolean }[];
  name?: string | null;
  /** The authorization code that GitHub accepts. */
  code?: string;
  /** Replaces the replies of the API, for example with a failure. */
  api?: () => Response;
}

export const GITHUB_CODE = "a-code-of-githubs";
export const AVATAR_URL = "https://avatars.example/u/1";
const ACCESS_TOKEN = "an-access-token-of-githubs";

/** Replaces github.com and api.github.com. Any other request is an error. */
export function standInForGithub(github: FakeGithub) {
  return vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    switch (request.url) {
      case "https://github.com/login/oauth/access_token":
        return exchange(new TextDecoder().decode(await request.arrayBuffer()), github);
      case "https://api.github.com/user":
      case "https://api.github.com/user/emails":
        return answer(request, github);
      default:
        throw new Error(`There is no fake of ${request.url}.`);
    }
  });
}

function exchange(form: string, { code = GITHUB_CODE }: FakeGithub): Response {
  const isRight = new URLSearchParams(form).get("code") === code;
  return Response.json(
    isRight
      ? { access_token: ACCESS_TOKEN, token_type: "bearer", scope: "user:email" }
      : { error: "bad_verification_code", error_description: "<script>alert(1)</script>" },
  );
}

function answer(request: Request, github: FakeGithub): Response {
  if (request.headers.get("authorization") !== `Bearer ${ACCESS_TOKEN}`) {
    return Response.json({ message: "Bad credentials" }, { status: 401 });
  }
  if (github.api) return github.api();
  if (request.url.endsWith("/emails")) return Response.json(github.emails);
  const { id, name = "Octo Cat" } = github;
  return Response.json({ id, login: "octocat", name, avatar_url: AVATAR_URL, email: null });
}

let lastId = 0;

/** The id of a GitHub user that no other test uses. */
export function freshGithubId(): number {
  lastId += 1;
  return Date.now() * 1000 + lastId;
}
