import { vi } from "vitest";

/** What GitHub says of whoever signs in; only what differs from a willing GitHub is named. */
export interface FakeGithub {
  id: number;
  emails: { email: string; primary: boolean; verified: boolean }[];
  name?: string | null;
  /** The code that GitHub takes. */
  code?: string;
  /** Answers in place of the API, such as with a failure. */
  api?: () => Response;
}

export const GITHUB_CODE = "a-code-of-githubs";
export const AVATAR_URL = "https://avatars.example/u/1";
const ACCESS_TOKEN = "an-access-token-of-githubs";

/** Answers in place of github.com and api.github.com; any other call is an error. */
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
        throw new Error(`Nothing stands in for ${request.url}.`);
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

/** A user of GitHub whom no other test has. */
export function freshGithubId(): number {
  lastId += 1;
  return Date.now() * 1000 + lastId;
}
