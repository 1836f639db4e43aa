import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { askForCode, Browser, freshEmail, signedInBrowser } from "./support/browser.ts";
import { call, ORIGIN } from "./support/world.ts";

const ROOT_ELEMENT = '<div id="root">';

let browser: Browser;

beforeAll(async () => {
  browser = await signedInBrowser();
});

/** The directives of a content security policy, by name. */
function policyOf(response: Response): Map<string, string> {
  const policy = response.headers.get("content-security-policy") ?? "";
  return new Map(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources.join(" ")];
    }),
  );
}

describe("the dashboard's document", () => {
  it.each([
    "/",
    "/endpoints/any-id",
    "/endpoints/any-id/compare?a=1&b=2",
    "/settings/keys",
    "/settings",
  ])("is served at %s", async (path) => {
    const response = await browser.get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).toContain(ROOT_ELEMENT);
  });

  it("allows scripts and styles from /assets/ only, and blocks HTML sinks", async () => {
    const policy = policyOf(await browser.get("/"));
    expect(policy.get("default-src")).toBe("'none'");
    expect(policy.get("script-src")).toBe(`${ORIGIN}/assets/`);
    expect(policy.get("style-src")).toBe(`${ORIGIN}/assets/`);
    expect(policy.get("require-trusted-types-for")).toBe("'script'");
    expect(policy.get("trusted-types")).toBe("'none'");
    expect(policy.get("frame-ancestors")).toBe("'none'");
    expect([...policy.values()].join(" ")).not.toMatch(/unsafe|data:|\*/);
  });

  it("is not kept by shared caches, because / depends on a cookie", async () => {
    const { headers } = await browser.get("/");
    expect(headers.get("cache-control")).toBe("private, no-cache");
  });
});

it("visitors without a session see the home page with its sign-in form", async () => {
  const page = await (await call("/")).text();
  expect(page).not.toContain(ROOT_ELEMENT);
  expect(page).toContain('action="/sign-in"');
});

it("the dashboard opens after a sign-in by code", async () => {
  const visitor = new Browser();
  const email = freshEmail();
  const code = await askForCode(visitor, email);
  const response = await visitor.postForm("/sign-in/code", { email, code });
  expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
  expect(await (await visitor.get("/")).text()).toContain(ROOT_ELEMENT);
});

it("the document's assets are served as immutable, and no other files are served", async () => {
  const document = await (await env.ASSETS.fetch(`${ORIGIN}/index.html`)).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(document)?.[1] ?? "";
  const served = await call(script);
  expect(served.status).toBe(200);
  expect(served.headers.get("content-type")).toMatch("javascript");
  expect(served.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(served.headers.get("x-content-type-options")).toBe("nosniff");
  await served.body?.cancel();
  for (const path of ["/assets/none.js", "/assets/../.stamp", "/.vite/manifest.json"]) {
    const { status, headers } = await call(path);
    expect(status, path).toBe(404);
    // A file that the next deploy adds must not stay missing for a year.
    expect(headers.get("cache-control"), path).toBe("no-store");
  }
});
