import { expect } from "vitest";
import { deviceTokenError } from "../../../src/protocol/device.ts";
import { errorBody } from "../../../src/protocol/errors.ts";
import type { BodyRoute } from "./body-routes.ts";
import type { FieldPath } from "./schema-fields.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INTERNALS = /\.ts\b|\.js\b|\bat \/|sqlite|d1_error|zod|undefined method|\[object/i;
/** How many characters of a field's name an error repeats. */
const SHOWN_NAME_LENGTH = 50;

const OAUTH_CODES = ["invalid_request", "unsupported_grant_type", "invalid_grant"];
/** RFC 6749 section 5.2: the characters that an error_description may contain. */
const OAUTH_SENTENCE = /^[\x20-\x21\x23-\x5b\x5d-\x7e]{10,300}$/;

/** Checks what all refusals share: one sentence, a code, the call's id and no internals. */
export async function readRefusal(response: Response, status: number, what: string) {
  const text = await response.text();
  const seen = `${what}: ${response.status} ${text.slice(0, 300)}`;
  expect(response.status, seen).toBe(status);
  const { error, code, requestId, ...details } = errorBody.parse(JSON.parse(text));
  expect(requestId, seen).toMatch(UUID);
  expect(text.length, seen).toBeLessThan(500);
  expect(text, seen).not.toMatch(INTERNALS);
  // A strict JSON parser refuses a lone surrogate, escaped or not.
  expect(error.isWellFormed(), seen).toBe(true);
  expect(error.at(-1), seen).toBe(".");
  return { error, code, details, seen };
}

/** Expects the refusal of a body in which this field is wrong. */
export async function expectFieldRefused(
  route: BodyRoute,
  response: Response,
  path: FieldPath,
  what: string,
): Promise<void> {
  if (route.isOauth) return expectOauthRefused(response, nameOf(path), what);
  const { error, code, details, seen } = await readRefusal(response, 400, what);
  expect(code, seen).toBe("invalid_field");
  const [field, name] = [String(details["field"]), nameOf(path)];
  // If the error is inside the field, the reply names that place: `field.inner`.
  expect(field === name || field.startsWith(`${name}.`), `${seen}, not ${name}`).toBe(true);
  expect(error.startsWith(field), seen).toBe(true);
}

/** Expects the refusal of a body that can't be read or is not what the route accepts. */
export async function expectBodyRefused(route: BodyRoute, response: Response, what: string) {
  if (route.isOauth) return expectOauthRefused(response, "", what);
  const { code, details, seen } = await readRefusal(response, 400, what);
  expect(["malformed_json", "invalid_field"], seen).toContain(code);
  expect("field" in details, seen).toBe(code === "invalid_field");
}

/** Expects the refusal of a body that is too long for the route. */
export async function expectTooLarge(route: BodyRoute, response: Response, what: string) {
  if (route.isOauth) return expectOauthRefused(response, "larger", what);
  const { code, details, seen } = await readRefusal(response, 413, what);
  expect([code, details["maxSize"]], seen).toEqual(["body_too_large", route.maxBytes]);
}

/** RFC 6749 section 5.2: `error` is the code, `error_description` the sentence. */
async function expectOauthRefused(response: Response, named: string, what: string) {
  const text = await response.text();
  const seen = `${what}: ${response.status} ${text}`;
  expect(response.status, seen).toBe(400);
  const { error, error_description: sentence, code } = deviceTokenError.parse(JSON.parse(text));
  expect(OAUTH_CODES, seen).toContain(error);
  expect(code, seen).toBe(error);
  expect(sentence, seen).toContain(named);
  expect(sentence, seen).toMatch(OAUTH_SENTENCE);
}

/** The name of a field, as errors spell it. */
function nameOf(path: FieldPath): string {
  const isInBareList = typeof path[0] === "number";
  const names = path.length === 0 || isInBareList ? ["body", ...path] : path;
  return names.join(".").slice(0, SHOWN_NAME_LENGTH).toWellFormed() || "body";
}
