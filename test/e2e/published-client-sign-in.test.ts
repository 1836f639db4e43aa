import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestBrowser, type LoadedPage } from "./support/browser.ts";
import { mailedCode } from "./support/mailbox.ts";
import type { Program } from "./support/program.ts";
import { PublishedClient } from "./support/published-client.ts";
import { useSharedServer } from "./support/shared-server.ts";

const CALLBACK = /^http:\/\/127\.0\.0\.1:98(?:7[6-9]|8[0-6])\/callback\?/;

const server = useSharedServer();
let client: PublishedClient;
let login: Program;

beforeAll(async () => {
  client = new PublishedClient(server, "");
});
afterEach(() => client.kill());

/** Opens the URL that `login` prints and signs in by mail, up to the consent page. */
async function signInAtPrintedUrl(browser: TestBrowser, email: string): Promise<LoadedPage> {
  login = client.start(["login"]);
  await login.says("/auth/github?cli_callback=");
  const [url = ""] = /http:\S+/.exec(login.output) ?? [];
  const asked = await browser.open(url);
  const entering = await browser.submit(asked, "/sign-in", { email });
  const code = await mailedCode(server, email);
  return browser.submit(entering, "/sign-in/code", { code });
}

describe("`login` of the published client", () => {
  it("prints a valid token after the user allows it in the browser", async () => {
    const email = `${randomUUID()}@example.com`;
    const browser = new TestBrowser(server.origin);
    const consent = await signInAtPrintedUrl(browser, email);
    expect(consent.text).toContain("Sign in the CLI?");
    expect(login.output).not.toContain("HOOKNEXUS_TOKEN");
    const end = await browser.submit(consent, "/auth/cli", { decision: "allow" });
    expect(end.url.href).toMatch(CALLBACK);
    expect([end.status, end.text]).toEqual([200, "<p>You are signed in.</p>"]);
    expect((await login.ends()).code).toBe(0);
    const [, token = ""] = /^Signed in\. HOOKNEXUS_TOKEN=(\S+)$/m.exec(login.output) ?? [];
    const whoami = await new PublishedClient(server, token).run("whoami");
    expect(whoami).toEqual({ code: 0, lines: [`${email} (free)`] });
  });

  it("prints a fixed word and receives no token if the user denies it", async () => {
    const browser = new TestBrowser(server.origin);
    const consent = await signInAtPrintedUrl(browser, `${randomUUID()}@example.com`);
    const end = await browser.submit(consent, "/auth/cli", { decision: "<script>deny</script>" });
    expect(end.url.href).toMatch(CALLBACK);
    expect(end.url.search).toBe("?error=access_denied");
    expect(end.text).toBe("<p>Sign-in failed: access_denied</p>");
    expect((await login.ends()).code).toBe(1);
    expect(login.output).toContain("Sign-in failed: access_denied");
    expect(login.output).not.toContain("HOOKNEXUS_TOKEN");
  });

  it("receives nothing at a callback URL that only looks like its own", async () => {
    const forged = encodeURIComponent("http://127.0.0.1:9887/callback");
    const page = await new TestBrowser(server.origin).open(
      `${server.origin}/auth/github?cli_callback=${forged}`,
    );
    expect([page.status, page.url.origin]).toEqual([400, server.origin]);
    expect(JSON.parse(page.text)).toMatchObject({ code: "invalid_callback" });
  });
});
