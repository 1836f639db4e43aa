import { beforeAll, describe, expect, it } from "vitest";
import { pageQuery } from "../../../src/protocol/page-query.ts";
import { Unchanged } from "../support/everything-stored.ts";
import { newInbox, type Inbox } from "../support/inbox.ts";
import { readRefusal } from "../support/refusals.ts";
import { callAs, json } from "../support/world.ts";

type Parameter = keyof typeof pageQuery.shape;
const PARAMETERS = Object.keys(pageQuery.shape) as Parameter[];

/** Values as they appear in a URL: none contains a space. */
const words = (text: string) => text.trim().split(/\s+/);

const LONG = "1".repeat(10_000);
/** Values that are neither a number, nor a time, nor a method. */
const NEVER_VALID = [
  LONG,
  "\u202E",
  ...words(`%20 %00 %0d%0a a%00b %E2%80%AE [] {} ( 1,2 1;2 %22 '%20OR%201=1-- ¾`),
];
/** Percent-encoded bytes that are not UTF-8. */
const BROKEN = words("%FF %F0%9F %E0%A4%A");
const INVALID_COUNTS = [
  "",
  ...BROKEN,
  ...words("abc -1 -0 %2B1 +1 1.5 1.0 1e3 1e308 0x10 1_000 ١ NaN Infinity null true __proto__"),
  ...words("1%00 1%0a %31%20 9007199254740992 9007199254740993 99999999999999999999"),
];
const INVALID_TIMES = [
  "",
  ...BROKEN,
  ...words("0 tomorrow 1e308 1795539601344 null __proto__ 2026-01-01 2026-01-01T00:00:00"),
  ...words("2026-02-30T00:00:00Z 2026-13-01T00:00:00Z 2026-01-01T24:00:00Z 2026-01-01T00:00Z"),
  ...words("2026-01-01%2000:00:00Z 2026-01-01t00:00:00z 2026-01-01T00:00:00+01:00"),
  ...words("2026-01-01T00:00:00%2B24:00 2026-01-01T00:00:00-00:60 2026-01-01T00:00:00Z%00"),
  ...words("2026-01-01T00:00:00Z%0a %2B10000-01-01T00:00:00Z"),
];

/** Invalid values of each parameter. A new parameter needs a list here. */
const REFUSED: Record<Parameter, readonly string[]> = {
  limit: [...NEVER_VALID, ...INVALID_COUNTS],
  offset: [...NEVER_VALID, ...INVALID_COUNTS],
  after: [...NEVER_VALID, ...INVALID_COUNTS],
  since: [...NEVER_VALID, ...INVALID_TIMES],
  until: [...NEVER_VALID, ...INVALID_TIMES],
  method: [...NEVER_VALID, "G%20T", "GET%00", "GET%0a", "GÉT", "GET,POST", "X".repeat(65)],
  cursor: [...NEVER_VALID, ...BROKEN, "", "bnVsbA", "WyJ4IiwxLDEsMSwxLDFd", "e30", "x".repeat(401)],
  q: ["x".repeat(1_001), LONG, "%20".repeat(1_001), "😀".repeat(501)],
};

/** Valid values that look hostile. A text may be anything; a broken escape stands for itself. */
const ACCEPTED: Record<Parameter, readonly string[]> = {
  limit: ["0", "007", "%31", "9007199254740991"],
  offset: ["0", "9007199254740991"],
  after: ["0", "9007199254740991"],
  since: ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "2026-01-01T00:00:00-23:59"],
  until: ["0000-01-01T00:00:00Z", "2026-01-01T00:00:00%2B23:59"],
  method: ["", "get", "PURGE", "__proto__", "!%23$%25%26'*%2B-.^_`|~", "X".repeat(64), ...BROKEN],
  // Only the server makes valid ones; see search-bounds.test.ts.
  cursor: [],
  q: [
    "",
    ...BROKEN,
    ...NEVER_VALID.filter((value) => value !== LONG),
    "__proto__",
    "x".repeat(1_000),
  ],
};

let inbox: Inbox;
let unchanged: Unchanged;

beforeAll(async () => {
  inbox = await newInbox();
  unchanged = await Unchanged.since(inbox);
});

function page(name: Parameter, value: string, more = ""): Promise<Response> {
  const path = `/api/endpoints/${inbox.ids.endpoint_not_found}/requests`;
  return callAs(inbox.account.token, "GET", `${path}?${name}=${value}${more}`);
}

async function expectRefused(name: Parameter, value: string, more: string): Promise<void> {
  const what = `${name}=${value.slice(0, 50)}${more}`;
  const reply = await page(name, value, more);
  const { error, code, details, seen } = await readRefusal(reply, 400, what);
  expect([code, details], seen).toEqual(["invalid_parameter", { parameter: name }]);
  expect(error, seen).toMatch(new RegExp(`^${name} must be `));
}

describe.each(PARAMETERS)("the parameter %s", (name) => {
  it("is refused by name if it is invalid, and nothing changes", async () => {
    // Also beside a parameter that makes it irrelevant.
    const beside = name === "after" ? [""] : ["", "&after=0"];
    const checks = REFUSED[name].flatMap((value) => beside.map((more) => ({ value, more })));
    await unchanged.by(() =>
      Promise.all(checks.map(({ value, more }) => expectRefused(name, value, more))),
    );
  });

  it("is accepted if it is valid, however odd", async () => {
    for (const value of ACCEPTED[name]) await json(await page(name, value));
  });
});
