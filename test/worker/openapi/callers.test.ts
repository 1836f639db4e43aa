import { beforeAll, describe, expect, it } from "vitest";
import { callAndSettle, freshIp, signedInBrowser, type Browser } from "../support/browser.ts";
import { askAs, expectDescribed, OPERATIONS } from "../support/described.ts";
import { ADMIN_TOKEN, newAccount, newEndpoint, newKey } from "../support/world.ts";

/** The operations that speak JSON: no webhooks, no socket, no forms. */
const JSON_OPERATIONS = OPERATIONS.filter(
  ({ path }) => !/^\/(h|ws)\/|^\/auth\/device/.test(path),
).map((one) => ({ ...one, name: one.operation.operationId }));

const WITH_BODY = JSON_OPERATIONS.filter(({ operation }) => operation.requestBody);
const SECRETS: Record<string, string> = { operator: ADMIN_TOKEN };
const ELSEWHERE = "https://elsewhere.test";

type JsonOperation = (typeof JSON_OPERATIONS)[number];

let browser: Browser;
beforeAll(async () => {
  const account = await newAccount("plus");
  await newEndpoint(account);
  SECRETS["account"] = account.token;
  SECRETS["apiKey"] = (await newKey(account)).key;
  SECRETS["suspendedKey"] = await suspendedKey("plus");
  SECRETS["keyWithoutPlan"] = await suspendedKey("free");
  browser = await signedInBrowser();
});

/** The second key of an account whose plan has fewer now. */
async function suspendedKey(plan: string): Promise<string> {
  const account = await newAccount("pro");
  await newKey(account);
  const { key } = await newKey(account);
  await askAs(ADMIN_TOKEN, "PATCH", `/api/admin/accounts/${account.id}`, { plan });
  return key;
}

function takes({ operation }: JsonOperation, scheme: string): boolean {
  return operation.security.some((one) => scheme in one);
}

/** The code of the reply, which must be described; undefined: there was none. */
async function codeFrom(
  { method, path }: JsonOperation,
  headers: Record<string, string>,
  body: string | null = null,
): Promise<string | undefined> {
  const address = path.replaceAll(/\{\w+\}/g, () => crypto.randomUUID());
  const init = { method, headers: { "cf-connecting-ip": freshIp(), ...headers }, body };
  const reply = await callAndSettle(address, init);
  const said = await expectDescribed(method, address, reply);
  return (said as { code?: string } | undefined)?.code;
}

/** With a credential that the operation takes, where it takes any. */
function entitled({ operation }: JsonOperation): Record<string, string> {
  const [scheme] = Object.keys(operation.security[0] ?? {});
  return scheme === undefined ? {} : { authorization: `Bearer ${SECRETS[scheme]}` };
}

describe.each(JSON_OPERATIONS)("$name, as it is described", (one) => {
  it("asks who is there, or does not", async () => {
    const code = await codeFrom(one, {});
    expect(code === "not_signed_in").toBe(one.operation.security.length > 0);
  });

  it.each(["account", "apiKey", "operator"])("takes %s, or does not", async (scheme) => {
    // Signing out would end the token that the others are called with; the story does it.
    if (one.operation.security.length === 0 || one.name === "signOut") return;
    const code = await codeFrom(one, { authorization: `Bearer ${SECRETS[scheme]}` });
    const isRefused = code === "not_signed_in" || code === "key_not_allowed";
    expect(isRefused, `${scheme}: ${code}`).toBe(!takes(one, scheme));
  });

  it.each([
    ["suspendedKey", "key_suspended"],
    ["keyWithoutPlan", "plan_without_keys"],
  ])("says of a %s what is wrong with it", async (secret, expected) => {
    if (!takes(one, "account")) return;
    const code = await codeFrom(one, { authorization: `Bearer ${SECRETS[secret]}` });
    expect(code).toBe(expected);
  });

  it("takes no cookie from elsewhere for a change", async () => {
    if (!takes(one, "session") || one.method === "GET") return;
    const cookie = { cookie: browser.cookieHeader, origin: ELSEWHERE };
    expect(await codeFrom(one, cookie)).toBe("wrong_origin");
  });
});

describe.each(WITH_BODY)("the body of $name, as it is described", (one) => {
  it.each([
    ["no JSON", "hello", ["malformed_json"]],
    ["with a field that is not named", '{"surprise":1}', ["invalid_field"]],
    ["far too large", `"${"x".repeat(3_000_000)}"`, ["body_too_large"]],
  ])("is refused where it is %s", async (_, body, codes) => {
    expect(codes).toContain(await codeFrom(one, entitled(one), body));
  });

  it("may be left out, or not", async () => {
    const code = await codeFrom(one, entitled(one));
    expect(code === "invalid_field").toBe(one.operation.requestBody?.required);
  });
});
