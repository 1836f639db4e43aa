import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAX_INLINE_BODY_BYTES } from "../../src/protocol/captured-request.ts";
import { MAX_CATCH_UP_BYTES, MAX_CATCH_UP_REQUESTS } from "../../src/protocol/catch-up.ts";
import { ERRORS } from "../../src/protocol/errors.ts";
import { MAX_CLIENT_FRAME_LENGTH, PING_FRAME, SILENT_AFTER_MS } from "../../src/protocol/frames.ts";
import { DEFAULT_PLANS, PLAN_NAMES } from "../../src/protocol/plans.ts";
import { buildSite } from "../../src/site/build.ts";

const ROOT = join(import.meta.dirname, "../..");
const DASHBOARD = join(ROOT, "dist/dashboard");

/** By address, as the build has written them. */
const PAGES = new Map(
  globSync("**/*.html", { cwd: join(DASHBOARD, "site") }).map((file) => [
    `/${file.replace(/\.html$/, "")}`,
    readFileSync(join(DASHBOARD, "site", file), "utf8"),
  ]),
);
const ADDRESSES = [...PAGES.keys()].toSorted();

const pageAt = (address: string) => PAGES.get(address) ?? "";

/** What a reader sees of it. */
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

it("there are five of them", () => {
  expect(ADDRESSES).toEqual(["/docs", "/docs/api", "/docs/connect", "/docs/limits", "/pricing"]);
});

describe.each(ADDRESSES)("the page %s", (address) => {
  const page = pageAt(address);
  const valuesOf = (name: string) =>
    [...page.matchAll(new RegExp(`<[^>]*\\s${name}="([^"]*)"`, "g"))].map(([, url = ""]) => url);

  it("runs no script, and loads its style and icon alone", () => {
    expect(page).not.toMatch(/<script|<style|<iframe|<img|<form|<meta http/i);
    // In its tags; the samples may say what they like.
    const tags = (page.match(/<[a-z][^>]*>/gi) ?? []).join("\n");
    expect(tags).not.toMatch(/\sstyle=|\son\w+=|javascript:|\ssrc=/i);
    const loaded = [...page.matchAll(/<link[^>]+href="([^"]+)"/g)].map(([, href]) => href);
    expect(loaded).toEqual(["/icon.svg", expect.stringMatching(/^\/assets\/site-[\w-]+\.css$/)]);
  });

  it("leads to no other site, and to no place that is not there", () => {
    for (const href of valuesOf("href")) {
      expect(href).toMatch(/^(#|\/(?!\/))/);
      const [path = "", place] = href.split("#");
      if (place === undefined) continue;
      expect(pageAt(path || address), href).toContain(`id="${place}"`);
    }
  });

  it("has no two places of one name", () => {
    const ids = valuesOf("id");
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it("says in the navigation which it is", () => {
    const current = [...page.matchAll(/href="([^"]+)" aria-current="page"/g)];
    expect(current.map(([, href]) => href)).toEqual([address]);
  });
});

it("the style sheet loads type from /assets/ alone", () => {
  const [, href = ""] = /href="(\/assets\/site-[^"]+)"/.exec(pageAt("/docs")) ?? [];
  const styles = readFileSync(join(DASHBOARD, href), "utf8");
  const loaded = [...styles.matchAll(/url\(([^)]+)\)/g)].map(([, url = ""]) => url);
  expect(loaded.length).toBeGreaterThan(2);
  for (const url of loaded) expect(url).toMatch(/^["']?\/assets\/ibm-plex-[\w-]+\.woff2["']?$/);
  expect(styles).not.toContain("@import");
});

describe("the page on connecting", () => {
  const programs = globSync("examples/*", { cwd: ROOT }).map((file) => file.replace(/.*\//, ""));

  it.each(programs)("has %s as it is", (file) => {
    const program = readFileSync(join(ROOT, "examples", file), "utf8");
    const found = new RegExp(`<pre[^>]*="file-${file}">([\\s\\S]*?)</pre>`).exec(
      pageAt("/docs/connect"),
    );
    expect(textOf(found?.[1] ?? "")).toBe(program);
  });

  it("names the ping as it must be sent", () => {
    expect(textOf(pageAt("/docs/connect"))).toContain(`exactly ${PING_FRAME}`);
  });
});

/** The cells of the row of a table that begins with `name`. */
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

describe.each(["/pricing", "/docs/limits"])("the table of plans on %s", (address) => {
  const page = pageAt(address);
  const each = (limit: keyof typeof free) => PLAN_NAMES.map((name) => DEFAULT_PLANS[name][limit]);
  const numbers = (name: string) => rowOf(page, name).map((cell) => Number(cell.replace(",", "")));

  it("says what the code holds an account to", () => {
    expect(numbers("Endpoints")).toEqual(each("maxEndpoints"));
    expect(numbers("of them permanent")).toEqual(each("maxPermanentEndpoints"));
    expect(numbers("API keys")).toEqual(each("maxApiKeys"));
    expect(numbers("Listeners per endpoint")).toEqual(each("maxListeners"));
    expect(numbers("Requests a day (UTC)").slice(0, 3)).toEqual(
      each("maxDailyRequests").slice(0, 3),
    );
    expect([rowOf(page, "Requests a day (UTC)")[3], team.maxDailyRequests]).toEqual([
      "unlimited",
      null,
    ]);
    expect(rowOf(page, "Largest body").slice(2)).toEqual([
      `${pro.maxBodyBytes / MIB} MiB`,
      `${team.maxBodyBytes / MIB} MiB`,
    ]);
    expect(rowOf(page, "Stored per endpoint").slice(0, 2)).toEqual([
      `${free.maxStoredBytes / MIB} MiB`,
      `${plus.maxStoredBytes / MIB / 1024} GiB`,
    ]);
    for (const [name, limit] of [
      ["An endpoint lives for", "endpointValidityMs"],
      ["History kept for", "historyMs"],
    ] as const) {
      const [hours, ...days] = rowOf(page, name);
      expect(hours).toBe(`${free[limit] / 3_600_000} hours`);
      expect(days).toEqual([plus, pro, team].map((plan) => `${plan[limit] / 86_400_000} days`));
    }
    expect(rowOf(page, "Replay").map((cell) => cell === "yes")).toEqual(each("canReplay"));
  });

  it("has a row for each limit, and marks each cell with its own", () => {
    const marked = [...page.matchAll(/data-plan="(\w+)" data-limit="(\w+)"/g)];
    const expected = Object.keys(free).flatMap((limit) =>
      PLAN_NAMES.map((name) => `${name} ${limit}`),
    );
    expect(marked.map(([, plan, limit]) => `${plan} ${limit}`).toSorted()).toEqual(
      expected.toSorted(),
    );
  });
});

describe("the page on limits", () => {
  const page = pageAt("/docs/limits");

  it("says what holds on every plan", () => {
    const first = (name: string) => rowOf(page, name)[0];
    expect(first("A body in a frame or a list")).toBe(`${MAX_INLINE_BODY_BYTES / MIB} MiB`);
    expect(first("Sent to a listener that comes back")).toBe(
      `${MAX_CATCH_UP_REQUESTS} requests, ${MAX_CATCH_UP_BYTES / MIB} MiB`,
    );
    expect(first("A listener's silence")).toBe(`${SILENT_AFTER_MS / 1_000} s`);
    expect(first("A frame that a listener sends")).toBe(`${MAX_CLIENT_FRAME_LENGTH / 1024} KiB`);
  });

  it("says with which status and sentence a limit refuses", () => {
    const [status, sentence] = ERRORS.daily_limit;
    expect(rowOf(page, "daily_limit")).toEqual([String(status), sentence]);
  });
});

it("a build without Vite's fails, rather than leave pages without a style", async () => {
  await expect(buildSite(join(ROOT, "test/site"))).rejects.toThrow("manifest.json");
});
