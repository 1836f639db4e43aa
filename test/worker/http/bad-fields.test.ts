import { beforeAll, describe, expect, it } from "vitest";
import { BODY_ROUTES, bodyRoutesAt, sendTo, type BodyRoute } from "../support/body-routes.ts";
import { everythingStored } from "../support/everything-stored.ts";
import { HOSTILE, HOSTILE_NAMES, TAKEN, type Hostile } from "../support/hostile-values.ts";
import { newPlace, type Place } from "../support/place.ts";
import { expectFieldRefused, expectTooLarge } from "../support/refusals.ts";
import {
  fieldsOf,
  objectsIn,
  replaced,
  requiredFieldsOf,
  type FieldPath,
} from "../support/schema-fields.ts";
import { json } from "../support/world.ts";
import { WRONG } from "../support/wrong-values.ts";

const NAMES = BODY_ROUTES.map(({ name }) => name);
/** What an OAuth client sends beside the fields that are known is ignored (RFC 6749 section 3.2). */
const STRICT_NAMES = BODY_ROUTES.filter(({ isOauth }) => !isOauth).map(({ name }) => name);

/** Names that no field of ours has. A long one is cut, be it through the middle of a character. */
const UNKNOWN_FIELDS = [
  "surprise",
  "accountId",
  "account_id",
  "__proto__",
  "constructor",
  "toString",
  "",
  "0",
  "a\u0000b",
  "a\nb",
  "\ud800",
  "x".repeat(10_000),
  "😀".repeat(1_000),
  `x${"😀".repeat(1_000)}`,
];

/** Stands where the raw text of a value is to stand. */
const MARK = "\u0001";

let place: Place;
let routes: BodyRoute[];

beforeAll(async () => {
  place = await newPlace();
  routes = await bodyRoutesAt(place);
});

function routeOf(name: string, among = routes): BodyRoute {
  const route = among.find((one) => one.name === name);
  if (!route) throw new Error(`There is no route ${name}.`);
  return route;
}

/** The good body, but for one field, of which the text is given. */
function withField({ good }: BodyRoute, path: FieldPath, text: string): string {
  return JSON.stringify(replaced(good, path, MARK)).replace(JSON.stringify(MARK), () => text);
}

/** The good body with one more field in one of its objects, of whatever name. */
function withNamed({ good }: BodyRoute, at: FieldPath, name: string): string {
  const marked = JSON.stringify(replaced(good, [...at, MARK], true));
  return marked.replace(JSON.stringify(MARK), () => JSON.stringify(name));
}

/** As it stands in TAKEN. */
function keyOf({ name }: BodyRoute, path: FieldPath): string {
  return `${name} ${path.join(".")}`;
}

async function expectRefused(route: BodyRoute, path: FieldPath, body: string, why: string) {
  const reply = await sendTo(route, body);
  const what = `${keyOf(route, path)}: ${why}`;
  if (body.length > route.maxBytes) await expectTooLarge(route, reply, what);
  else await expectFieldRefused(route, reply, path, what);
}

/** Does what must change nothing that is stored anywhere. */
async function leavingAllAsItWas(act: () => Promise<unknown>): Promise<void> {
  const before = await everythingStored(place);
  await act();
  expect(await everythingStored(place)).toEqual(before);
}

describe.each(NAMES)("the body of %s", (name) => {
  it("may have no hostile value in any field", async () => {
    const route = routeOf(name);
    await leavingAllAsItWas(async () => {
      for (const path of fieldsOf(route.body)) {
        const taken: readonly Hostile[] = TAKEN[keyOf(route, path)] ?? [];
        const refused = HOSTILE_NAMES.filter((hostile) => !taken.includes(hostile));
        const refusals = refused.map((hostile) =>
          expectRefused(route, path, withField(route, path, HOSTILE[hostile]), hostile),
        );
        await Promise.all(refusals);
      }
    });
  });

  it("may have no value that is one too long, too many, too late or too odd", async () => {
    const route = routeOf(name);
    await leavingAllAsItWas(async () => {
      for (const path of fieldsOf(route.body)) {
        for (const wrong of WRONG[String(path.at(-1))] ?? []) {
          const text = JSON.stringify(wrong);
          await expectRefused(route, path, withField(route, path, text), text.slice(0, 80));
        }
      }
    });
  });

  it("may lack no field that it must have", async () => {
    const route = routeOf(name);
    await leavingAllAsItWas(async () => {
      for (const path of requiredFieldsOf(route.body)) {
        const body = JSON.stringify(replaced(route.good, path, undefined));
        await expectRefused(route, path, body, "missing");
      }
    });
  });

  it("is judged by the last of two values that a field is given", async () => {
    const route = routeOf(name);
    await leavingAllAsItWas(async () => {
      for (const path of fieldsOf(route.body)) {
        // Twice in a list is no such thing.
        const own = path.at(-1);
        if (typeof own !== "string") continue;
        const twice = `"good",${JSON.stringify(own)}:1e999`;
        await expectRefused(route, path, withField(route, path, twice), "twice");
      }
    });
  });
});

describe.each(STRICT_NAMES)("the body of %s", (name) => {
  it("may have no field that is not known, at any depth", async () => {
    const route = routeOf(name);
    await leavingAllAsItWas(async () => {
      for (const at of objectsIn(route.good)) {
        for (const unknown of UNKNOWN_FIELDS) {
          const body = withNamed(route, at, unknown);
          await expectRefused(route, [...at, unknown], body, "unknown");
        }
      }
    });
  });
});

describe("what looks hostile and is not", () => {
  // At a place of its own: what is taken changes things.
  let takers: BodyRoute[];
  beforeAll(async () => {
    takers = await bodyRoutesAt(await newPlace());
  });

  it("stands under fields that there are", () => {
    const fields = takers.flatMap((route) =>
      fieldsOf(route.body).map((path) => keyOf(route, path)),
    );
    expect(fields).toEqual(expect.arrayContaining(Object.keys(TAKEN)));
  });

  it("is taken: the first of two values that a field is given, which does not count", async () => {
    const route = routeOf("createEndpoint", takers);
    const reply = await sendTo(route, withField(route, ["alias"], '1e999,"alias":"last"'));
    expect(await json(reply, 201)).toMatchObject({ alias: "last" });
  });

  it.each(Object.entries(TAKEN))("is taken: %s", async (key, taken) => {
    const route = routeOf(key.split(" ", 1)[0] ?? "", takers);
    const path = fieldsOf(route.body).find((one) => keyOf(route, one) === key) ?? [];
    for (const hostile of taken) {
      const reply = await sendTo(route, withField(route, path, HOSTILE[hostile]));
      const seen = `${hostile}: ${reply.status} ${await reply.text()}`;
      expect(reply.status, seen).toBeLessThan(500);
      expect(seen).not.toMatch(
        /"code":"(malformed_json|invalid_field|invalid_request|body_too_large)"/,
      );
    }
  });
});
