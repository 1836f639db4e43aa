import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { HOUR_MS } from "../../src/protocol/time-units.ts";
import { callAndSettle } from "./support/browser.ts";
import { call, ORIGIN } from "./support/world.ts";

const PAGES = ["/docs", "/docs/connect", "/docs/api", "/docs/limits", "/pricing"];

const textOf = async (path: string) => (await call(path)).text();

describe("a documentation page", () => {
  it.each(PAGES)(
    "runs no script, can't be framed and loads only from /assets/: %s",
    async (path) => {
      const response = await call(path);
      expect([response.status, response.headers.get("content-type")]).toEqual([
        200,
        "text/html; charset=utf-8",
      ]);
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("content-security-policy")).toBe(
        [
          "default-src 'none'",
          `style-src ${ORIGIN}/assets/`,
          `font-src ${ORIGIN}/assets/`,
          `img-src ${ORIGIN}/icon.svg`,
          "form-action 'none'",
          "frame-ancestors 'none'",
          "base-uri 'none'",
        ].join("; "),
      );
    },
  );

  it.each(PAGES)(
    "is cached for five minutes, without an ETag that would outlast a setting: %s",
    async (path) => {
      const { headers } = await call(path);
      expect(headers.get("cache-control")).toBe("public, max-age=300");
      expect(headers.get("etag")).toBeNull();
    },
  );

  it.each(["/docs", "/docs/connect", "/docs/api"])(
    "shows the URL of the server: %s",
    async (path) => {
      const text = await textOf(path);
      expect(text).toContain(`<span data-origin>${ORIGIN}</span>`);
      expect(text).not.toContain("<span data-origin>http://127.0.0.1:8787");
    },
  );

  it("shows an odd origin as text", async () => {
    const odd = 'https://a"&b.test';
    const page = await callAndSettle("/docs", {}, { ...env, PUBLIC_URL: odd });
    expect(await page.text()).toContain('<span data-origin>https://a"&amp;b.test</span>');
  });

  it.each(["/site/docs.html", "/docs/", "/docs.html", "/site/openapi.json", "/docs/nothing"])(
    "has no second URL: %s",
    async (path) => {
      expect((await call(path)).status).toBe(404);
    },
  );
});

describe("the pricing page", () => {
  it("shows the plans in its HTML, without a script", async () => {
    const text = await textOf("/pricing");
    for (const part of ["512 KiB", "365 days", "100,000", "unlimited", ">team<"]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("<script");
  });

  it.each(["/pricing", "/docs/limits"])("shows the operator's own limits: %s", async (path) => {
    const PLAN_OVERRIDES = JSON.stringify({
      free: { maxListeners: 7_777, historyMs: 36 * HOUR_MS },
      team: { maxDailyRequests: 123_456, canReplay: false },
    });
    const page = await callAndSettle(path, {}, { ...env, PLAN_OVERRIDES });
    const text = await page.text();
    const cellOf = (plan: string, limit: string) =>
      new RegExp(`data-plan="${plan}" data-limit="${limit}">\\s*([^<]*?)\\s*<`).exec(text)?.[1];
    expect(cellOf("free", "maxListeners")).toBe("7,777");
    expect(cellOf("free", "historyMs")).toBe("1.5 days");
    expect(cellOf("team", "maxDailyRequests")).toBe("123,456");
    expect(cellOf("team", "canReplay")).toBe("no");
    expect(cellOf("plus", "maxListeners")).toBe("3");
  });
});

describe("the OpenAPI document", () => {
  it("can be read by pages of any origin, and revalidated by its ETag", async () => {
    const first = await call("/openapi.json", { headers: { origin: "https://elsewhere.test" } });
    expect(first.headers.get("access-control-allow-origin")).toBe("*");
    expect(first.headers.get("content-type")).toBe("application/json");
    expect(first.headers.get("cache-control")).toBe("public, max-age=300");
    expect(await first.json()).toMatchObject({ openapi: "3.1.1" });
    const etag = first.headers.get("etag") ?? "";
    const again = await call("/openapi.json", { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(again.headers.get("access-control-allow-origin")).toBe("*");
  });
});
