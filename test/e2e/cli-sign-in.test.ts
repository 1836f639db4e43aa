import { randomUUID } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newAccount } from "./support/api.ts";
import { TestBrowser, type LoadedPage } from "./support/browser.ts";
import { CommandLine, jsonLines } from "./support/command-line.ts";
import { mailedCode } from "./support/mailbox.ts";
import { OtherServer } from "./support/other-server.ts";
import type { Program } from "./support/program.ts";
import { useSharedServer } from "./support/shared-server.ts";

const CREDENTIALS = ".config/hooknexus/credentials.json";

const server = useSharedServer();
let cli: CommandLine;
let browser: TestBrowser;
let email: string;

beforeEach(() => {
  cli = new CommandLine(server);
  browser = new TestBrowser(server.origin);
  email = `${randomUUID()}@example.com`;
});
afterEach(() => cli.remove());

/** Signs in by mail, up to the page that the URL leads to. */
async function signIn(url: string): Promise<LoadedPage> {
  const asked = await browser.open(url);
  const entering = await browser.submit(asked, "/sign-in", { email });
  return browser.submit(entering, "/sign-in/code", { code: await mailedCode(server, email) });
}

async function consentAtPrintedUrl(login: Program): Promise<LoadedPage> {
  await login.says("/auth/github?cli_callback=");
  return signIn(/http:\S+/.exec(login.output)?.[0] ?? "");
}

const savedToken = () => {
  const file = JSON.parse(readFileSync(join(cli.home, CREDENTIALS), "utf8")) as object;
  return (file as Record<string, { token: string }>)[server.origin]?.token ?? "";
};

describe("`login`", () => {
  it("saves the token in a file that only the user can read, and does not print it", async () => {
    const login = cli.start(["login"]);
    const consent = await consentAtPrintedUrl(login);
    const end = await browser.submit(consent, "/auth/cli", { decision: "allow" });
    expect([end.status, end.text]).toEqual([200, expect.stringContaining("You are signed in.")]);
    expect((await login.ends()).code).toBe(0);
    expect(login.output).toContain(`Signed in to ${server.origin} as ${email} (free).`);
    const token = savedToken();
    expect(login.output).not.toContain(token.slice(0, 12));
    expect(statSync(join(cli.home, CREDENTIALS)).mode & 0o777).toBe(0o600);
    expect(statSync(join(cli.home, ".config/hooknexus")).mode & 0o777).toBe(0o700);
    expect(cli.files.filter((path) => readFileSync(join(cli.home, path)).includes(token))).toEqual([
      CREDENTIALS,
    ]);
    const [me] = jsonLines((await cli.run(["whoami", "--json"])).stdout);
    expect(me).toMatchObject({ email });
  });

  it("saves nothing if the user denies the sign-in", async () => {
    const login = cli.start(["login"]);
    const consent = await consentAtPrintedUrl(login);
    await browser.submit(consent, "/auth/cli", { decision: "deny" });
    expect((await login.ends()).code).toBe(3);
    expect(login.output).toContain("Error: Sign-in failed: access_denied.");
    expect(cli.files).toEqual([]);
  });

  it("escapes what a stranger sends to its callback, and accepts no token from there", async () => {
    const login = cli.start(["login"]);
    await login.says("cli_callback=");
    const [port] = /98(?:7[6-9]|8[0-6])/.exec(login.output) ?? [];
    const callback = `http://127.0.0.1:${port}/callback`;
    const image = { headers: { "sec-fetch-dest": "image" } };
    expect((await fetch(`${callback}?token=hnt_theirs`, image)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/elsewhere?token=x`)).status).toBe(404);
    const page = await fetch(`${callback}?error=${encodeURIComponent("<script>\u001b[2J")}`);
    expect(await page.text()).toContain("&lt;script&gt;");
    expect((await login.ends()).code).toBe(3);
    expect(login.output).not.toContain("\u001b");
  });

  it("signs in with a code entered on another machine, once it is allowed there", async () => {
    const login = cli.start(["login", "--device", "--quiet"]);
    await login.says("Press Ctrl-C to cancel.");
    const [, code = ""] = /and enter (\S+)/.exec(login.output) ?? [];
    const url = `${server.origin}/device`;
    expect(login.output).toBe(
      `Open ${url}?user_code=${code}\nor open ${url} and enter ${code}\n` +
        "The code is valid for 10 minutes. Waiting for approval. Press Ctrl-C to cancel.\n",
    );
    const page = await signIn(`${url}?user_code=${code}`);
    const consent = await browser.submit(page, "/device", { user_code: code });
    await browser.submit(consent, "/device/decision", { decision: "allow" });
    expect((await login.ends()).code).toBe(0);
    expect(savedToken()).toMatch(/^hnt_/);
  });

  it("saves a token from stdin only if it works", async () => {
    const { token, email: owner } = await newAccount(server, "plus");
    const refused = await cli.run(["login", "--with-token"], "hnt_wrong\n");
    expect([refused.code, cli.files]).toEqual([3, []]);
    const { code, stdout } = await cli.run(["login", "--with-token", "--json"], `${token}\n`);
    expect([code, jsonLines(stdout)]).toEqual([
      0,
      [{ signedIn: true, email: owner, plan: "plus", server: server.origin }],
    ]);
  });

  it("keeps one login per server, and `--url` saves the server as the default", async () => {
    const { token } = await newAccount(server, "plus");
    const away = new CommandLine({ origin: "" });
    const login = ["login", "--with-token", "--url", `${server.origin}/`];
    expect((await away.run(login, token)).code).toBe(0);
    expect((await away.run(["whoami"])).code).toBe(0);
    const elsewhere = { HOOKNEXUS_API_URL: "http://127.0.0.1:9" };
    expect((await away.run(["whoami"], undefined, elsewhere)).code).toBe(3);
    await away.remove();
  });
});

describe("`login --device` against a server that", () => {
  const at = ({ origin }: OtherServer) => ({ HOOKNEXUS_API_URL: origin });
  const codes = {
    device_code: "hnd_secret",
    user_code: "WDJB-MJHT",
    verification_uri: "http://hooks.test/device\u001b[2J",
    verification_uri_complete: "http://hooks.test/device?user_code=WDJB-MJHT",
    expires_in: 600,
    interval: 0,
  };

  it("is not HookNexus is reported, and its output can't control the terminal", async () => {
    const other = await OtherServer.start({ status: 200, body: JSON.stringify(codes) });
    const { code, output } = await cli.run(["login", "--device"], undefined, at(other));
    other.close();
    expect([code, output]).toEqual([
      5,
      expect.stringContaining("does not look like a HookNexus server."),
    ]);
    expect(output).toContain("\\x1b[2J");
    expect(output).not.toContain("hnd_secret");
  });

  it("refuses has its reason printed", async () => {
    const refusal = { error: "access_denied", error_description: "It was refused." };
    const body = JSON.stringify({ ...refusal, code: "access_denied", requestId: "r" });
    const other = await OtherServer.start({ status: 400, body });
    const { code, output } = await cli.run(["login", "--device"], undefined, at(other));
    other.close();
    expect([code, output]).toEqual([3, expect.stringContaining("Error: It was refused.")]);
  });
});

describe("`logout`", () => {
  it("revokes the token and deletes the saved login", async () => {
    const { token } = await newAccount(server, "plus");
    await cli.run(["login", "--with-token"], token);
    expect(await cli.run(["logout"])).toMatchObject({ code: 0, stdout: "Signed out.\n" });
    expect(readFileSync(join(cli.home, CREDENTIALS), "utf8")).toBe("{}\n");
    const again = await cli.run(["whoami"], undefined, { HOOKNEXUS_TOKEN: token });
    expect([again.code, again.output]).toEqual([
      3,
      expect.stringContaining("expired or revoked. Sign in"),
    ]);
  });
});
