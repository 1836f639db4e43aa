import { beforeAll, describe, expect, it } from "vitest";
import { callAndSettle, freshIp, signedInBrowser, type Browser } from "../support/browser.ts";
import { checkedCallAs, expectDescribed, OPERATIONS } from "../support/described.ts";
import { ADMIN_TOKEN, newAccount, newEndpoint, newKey } from "../support/world.ts";

/** The operations that use JSON: no webhooks, no socket, no forms. */
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

/** The second key of an account that was downgraded to this plan. */
async function suspendedKey(plan: string): Promise<string> {
  const account = await newAccount("pro");
  await newKey(account);
  const { key } = await newKey(account);
  await checkedCallAs(ADMIN_TOKEN, "PATCH", `/api/admin/accounts/${account.id}`, { plan });
  return key;
}

function takes({ operation }: JsonOperation, scheme: string): boolean {
  return operation.security.some((one) => scheme in one);
}

/** The code of the reply, which must match the document; undefined if it has none. */
async function codeFrom(
  { method, path }: JsonOperation,
  headers: Record<string, string>,
  body: string | null = null,
): Promise<string | undefined> {
  const pathname = path.replaceAll(/\{\w+\}/g, () => crypto.randomUUID());
  const init = { method, headers: { "cf-connecting-ip": freshIp(), ...headers }, body };
  const reply = await callAndSettle(pathname, init);
  const json = await expectDescribed(method, pathname, reply);
  return (json as { code?: string } | undefined)?.code;
}

/** The headers with a credential that the operation accepts, if it needs one. */
function credentialFor({ operation }: JsonOperation): Record<string, string> {
  const [scheme] = Object.keys(operation.security[0] ?? {});
  return scheme === undefined ? {} : { authorization: `Bearer ${SECRETS[scheme]}` };
}

describe.each(JSON_OPERATIONS)("$name, as the document says,", (one) => {
  it("requires a credential, or does not", async () => {
    const code = await codeFrom(one, {});
    expect(code === "not_signed_in").toBe(one.operation.security.length > 0);
  });

  it.each(["account", "apiKey", "operator"])("accepts %s, or does not", async (scheme) => {
    // Signing out would end the token of the other tests. The story covers it.
    if (one.operation.security.length === 0 || one.name === "signOut") return;
    const code = await codeFrom(one, { authorization: `Bearer ${SECRETS[scheme]}` });
    const isRefused = code === "not_signed_in" || code === "key_not_allowed";
    expect(isRefused, `${scheme}: ${code}`).toBe(!takes(one, scheme));
  });

  it.each([
    ["suspendedKey", "key_suspended"],
    ["keyWithoutPlan", "plan_without_keys"],
  ])("says what is wrong with a %s", async (secret, expected) => {
    if (!takes(one, "account")) return;
    const code = await codeFrom(one, { authorization: `Bearer ${SECRETS[secret]}` });
    expect(code).toBe(expected);
  });

  it("accepts no cookie from another site for a change", async () => {
    if (!takes(one, "session") || one.method === "GET") return;
    const cookie = { cookie: browser.cookieHeader, origin: ELSEWHERE };
    expect(await codeFrom(one, cookie)).toBe("wrong_origin");
  });
});

describe.each(WITH_BODY)("the body of $name, as the document says,", (one) => {
  it.each([
    ["not JSON", "hello", ["malformed_json"]],
    ["an object with an unknown field", '{"surprise":1}', ["invalid_field"]],
    ["far too large", `"${"x".repeat(3_000_000)}"`, ["body_too_large"]],
  ])("is refused if it is %s", async (_, body, codes) => {
    expect(codes).toContain(await codeFrom(one, credentialFor(one), body));
  });

  it("is required, or is not", async () => {
    const code = await codeFrom(one, credentialFor(one));
    expect(code === "invalid_field").toBe(one.operation.requestBody?.required);
  });
});
