import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAX_INLINE_BODY_BYTES } from "../../src/protocol/captured-request.ts";
import { MAX_CATCH_UP_BYTES, MAX_CATCH_UP_REQUESTS } from "../../src/protocol/catch-up.ts";
import { ERRORS } from "../../src/protocol/errors.ts";
import { MAX_CLIENT_FRAME_LENGTH, PING_FRAME, SILENT_AFTER_MS } from "../../src/protocol/frames.ts";
import { DEFAULT_PLANS, PLAN_NAMES } from "../../src/protocol/plans.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../src/protocol/time-units.ts";
import { buildSite } from "../../src/site/build.ts";

const ROOT = join(import.meta.dirname, "../..");
const DASHBOARD = join(ROOT, "dist/dashboard");

/** The built pages by path. */
const PAGES = new Map(
  globSync("**/*.html", { cwd: join(DASHBOARD, "site") }).map((file) => [
    `/${file.replace(/\.html$/, "")}`,
    readFileSync(join(DASHBOARD, "site", file), "utf8"),
  ]),
);
const PATHS = [...PAGES.keys()].toSorted();

const pageAt = (path: string) => PAGES.get(path) ?? "";

/** The text of a page. */
function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
}

it("there are five pages", () => {
  expect(PATHS).toEqual(["/docs", "/docs/api", "/docs/connect", "/docs/limits", "/pricing"]);
});

describe.each(PATHS)("the page %s", (path) => {
  const page = pageAt(path);
  const valuesOf = (name: string) =>
    [...page.matchAll(new RegExp(`<[^>]*\\s${name}="([^"]*)"`, "g"))].map(([, url = ""]) => url);

  it("runs no script, and loads only its style sheet and icon", () => {
    expect(page).not.toMatch(/<script|<style|<iframe|<img|<form|<meta http/i);
    // Only the tags count: the samples contain scripts as text.
    const tags = (page.match(/<[a-z][^>]*>/gi) ?? []).join("\n");
    expect(tags).not.toMatch(/\sstyle=|\son\w+=|javascript:|\ssrc=/i);
    const loaded = [...page.matchAll(/<link[^>]+href="([^"]+)"/g)].map(([, href]) => href);
    expect(loaded).toEqual(["/icon.svg", expect.stringMatching(/^\/assets\/site-[\w-]+\.css$/)]);
  });

  it("links only to this site, and to anchors that exist", () => {
    for (const href of valuesOf("href")) {
      expect(href).toMatch(/^(#|\/(?!\/))/);
      const [target = "", anchor] = href.split("#");
      if (anchor === undefined) continue;
      expect(pageAt(target || path), href).toContain(`id="${anchor}"`);
    }
  });

  it("has no duplicate ids", () => {
    const ids = valuesOf("id");
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it("marks itself in the navigation", () => {
    const current = [...page.matchAll(/href="([^"]+)" aria-current="page"/g)];
    expect(current.map(([, href]) => href)).toEqual([path]);
  });
});

it("the style sheet loads fonts only from /assets/", () => {
  const [, href = ""] = /href="(\/assets\/site-[^"]+)"/.exec(pageAt("/docs")) ?? [];
  const styles = readFileSync(join(DASHBOARD, href), "utf8");
  const loaded = [...styles.matchAll(/url\(([^)]+)\)/g)].map(([, url = ""]) => url);
  expect(loaded.length).toBeGreaterThan(2);
  for (const url of loaded) expect(url).toMatch(/^["']?\/assets\/ibm-plex-[\w-]+\.woff2["']?$/);
  expect(styles).not.toContain("@import");
});

describe("the connect page", () => {
  const programs = globSync("examples/*", { cwd: ROOT }).map((file) => file.replace(/.*\//, ""));

  it.each(programs)("contains %s unchanged", (file) => {
    const program = readFileSync(join(ROOT, "examples", file), "utf8");
    const found = new RegExp(`<pre[^>]*="file-${file}">([\\s\\S]*?)</pre>`).exec(
      pageAt("/docs/connect"),
    );
    expect(textOf(found?.[1] ?? "")).toBe(program);
  });

  it("gives the exact ping", () => {
    expect(textOf(pageAt("/docs/connect"))).toContain(`exactly ${PING_FRAME}`);
  });
});

/** The cells of the table row that begins with `name`. */
function rowOf(page: string, name: string): string[] {
  const rows = [...page.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = ""]) =>
      textOf(cell).trim(),
    ),
  );
  return rows.find(([first]) => first === name)?.slice(1) ?? [];
}

const { free, plus, pro, team } = DEFAULT_PLANS;
const MIB = 1024 ** 2;

describe.each(["/pricing", "/docs/limits"])("the table of plans on %s", (path) => {
  const page = pageAt(path);
  const each = (limit: keyof typeof free) => PLAN_NAMES.map((name) => DEFAULT_PLANS[name][limit]);
  const numbers = (name: string) => rowOf(page, name).map((cell) => Number(cell.replace(",", "")));

  it("shows the limits that the code enforces", () => {
    expect(numbers("Endpoints")).toEqual(each("maxEndpoints"));
    expect(numbers("Permanent endpoints")).toEqual(each("maxPermanentEndpoints"));
    expect(numbers("API keys")).toEqual(each("maxApiKeys"));
    expect(numbers("Listeners per endpoint")).toEqual(each("maxListeners"));
    expect(numbers("Requests per day (UTC)").slice(0, 3)).toEqual(
      each("maxDailyRequests").slice(0, 3),
    );
    expect([rowOf(page, "Requests per day (UTC)")[3], team.maxDailyRequests]).toEqual([
      "unlimited",
      null,
    ]);
    expect(rowOf(page, "Maximum body size").slice(2)).toEqual([
      `${pro.maxBodyBytes / MIB} MiB`,
      `${team.maxBodyBytes / MIB} MiB`,
    ]);
    expect(rowOf(page, "Storage per endpoint").slice(0, 2)).toEqual([
      `${free.maxStoredBytes / MIB} MiB`,
      `${plus.maxStoredBytes / MIB / 1024} GiB`,
    ]);
    for (const [name, limit] of [
      ["Endpoint lifetime", "endpointValidityMs"],
      ["Requests kept for", "historyMs"],
    ] as const) {
      const [hours, ...days] = rowOf(page, name);
      expect(hours).toBe(`${free[limit] / HOUR_MS} hours`);
      expect(days).toEqual([plus, pro, team].map((plan) => `${plan[limit] / DAY_MS} days`));
    }
    expect(rowOf(page, "Replay").map((cell) => cell === "yes")).toEqual(each("canReplay"));
  });

  it("has a row for each limit, and marks each cell with its plan and limit", () => {
    const marked = [...page.matchAll(/data-plan="(\w+)" data-limit="(\w+)"/g)];
    const expected = Object.keys(free).flatMap((limit) =>
      PLAN_NAMES.map((name) => `${name} ${limit}`),
    );
    expect(marked.map(([, plan, limit]) => `${plan} ${limit}`).toSorted()).toEqual(
      expected.toSorted(),
    );
  });
});

describe("the limits page", () => {
  const page = pageAt("/docs/limits");

  it("shows the limits of every plan", () => {
    const first = (name: string) => rowOf(page, name)[0];
    expect(first("Body in a frame or list")).toBe(`${MAX_INLINE_BODY_BYTES / MIB} MiB`);
    expect(first("Catch-up after reconnecting")).toBe(
      `${MAX_CATCH_UP_REQUESTS} requests, ${MAX_CATCH_UP_BYTES / MIB} MiB`,
    );
    expect(first("Silence of a listener")).toBe(`${SILENT_AFTER_MS / SECOND_MS} s`);
    expect(first("Frame from a listener")).toBe(`${MAX_CLIENT_FRAME_LENGTH / 1024} KiB`);
  });

  it("shows the status and message of an error", () => {
    const [status, message] = ERRORS.daily_limit;
    expect(rowOf(page, "daily_limit")).toEqual([String(status), message]);
  });
});

it("the build fails without Vite's manifest, instead of writing pages without styles", async () => {
  await expect(buildSite(join(ROOT, "test/site"))).rejects.toThrow("manifest.json");
});
