import { ERRORS, type ErrorCode } from "../protocol/errors.ts";
import { ERROR_DETAILS } from "./error-details.ts";
import { pascalCase } from "./names.ts";
import { inOrder, refTo } from "./schemas.ts";
import type { Reference, Reply, Schema } from "./types.ts";

/** Codes that always occur together, because the caller, the body or the query causes them. */
export const ERROR_GROUPS = {
  UnreadableBody: ["malformed_json", "invalid_field"],
  PlanRefusesKey: ["plan_without_keys", "key_suspended"],
  AccountsOnly: ["key_not_allowed", "plan_without_keys", "key_suspended"],
  AccountsFromHereOnly: ["key_not_allowed", "plan_without_keys", "key_suspended", "wrong_origin"],
} as const satisfies Record<string, readonly ErrorCode[]>;

const PREFIX = "#/components/responses/";

/** The error replies of an operation by status, as references. */
export function errorReplies(codes: readonly ErrorCode[]): Record<string, Reference> {
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code][0]);
  const refs = [...byStatus].map(([status, same]) => [status, { $ref: PREFIX + nameOf(same) }]);
  return Object.fromEntries(refs) as Record<string, Reference>;
}

/** Every error reply that an operation refers to. Operations with the same codes share one. */
export function sharedErrorReplies(operations: readonly (readonly ErrorCode[])[]) {
  const replies: Record<string, Reply> = {};
  for (const codes of operations) {
    for (const same of Map.groupBy(codes, (code) => ERRORS[code][0]).values()) {
      replies[nameOf(same)] ??= errorReply(same);
    }
  }
  return inOrder(replies);
}

/** `KeyLimitOrAccountsOnly`: the operation's own codes, then the largest group that fits. */
function nameOf(codes: readonly ErrorCode[]): string {
  const groups = Object.entries(ERROR_GROUPS).filter(([, group]) => isWithin(group, codes));
  const largest = groups.toSorted(([, a], [, b]) => b.length - a.length)[0];
  const [name, inGroup]: [string[], readonly ErrorCode[]] = largest
    ? [[largest[0]], largest[1]]
    : [[], []];
  const own = codes.filter((code) => !inGroup.includes(code)).map(pascalCase);
  return [...own, ...name].join("Or");
}

function isWithin(group: readonly ErrorCode[], codes: readonly ErrorCode[]): boolean {
  return group.every((code) => codes.includes(code));
}

/** One reply for several codes with the same status. */
export function errorReply(codes: readonly ErrorCode[]): Reply {
  return {
    description: codes.map(describeCode).join("\n"),
    ...headersOf(codes),
    content: { "application/json": { schema: bodyOf(codes) } },
  };
}

/** An item of a Markdown list: the code, its message, and the fields that it adds. */
function describeCode(code: ErrorCode): string {
  const details = Object.keys(ERROR_DETAILS[code] ?? {}).map((name) => `\`${name}\``);
  const added = details.length === 0 ? "" : ` The reply also has ${details.join(" and ")}.`;
  return `- \`${code}\`: ${ERRORS[code][1].replace(/[^.]$/, "$&.")}${added}`;
}

function bodyOf(codes: readonly ErrorCode[]): Schema {
  const names = [...new Set(codes.flatMap((code) => Object.keys(ERROR_DETAILS[code] ?? {})))];
  const properties = Object.fromEntries(names.map((name) => [name, fieldOf(name, codes)]));
  // A field is required only if every code of the reply adds it.
  const required = names.filter((name) => codes.every((code) => ERROR_DETAILS[code]?.[name]));
  return {
    ...refTo("ErrorBody"),
    properties: { code: { enum: [...codes] }, ...properties },
    ...(required.length > 0 && { required }),
  };
}

/** A field that several codes add. If it means something else with each, all meanings are listed. */
function fieldOf(name: string, codes: readonly ErrorCode[]): Schema {
  const fields = codes.flatMap((code) => {
    const field = ERROR_DETAILS[code]?.[name];
    return field ? [{ code, field }] : [];
  });
  const meanings = new Set(fields.map(({ field }) => field.description));
  const listed = fields.map(({ code, field }) => `\`${code}\`: ${field.description}`).join(" ");
  return { ...fields[0]?.field, ...(meanings.size > 1 && { description: listed }) };
}

const HEADERS: Partial<Record<ErrorCode, readonly [name: string, description: string]>> = {
  not_signed_in: ["WWW-Authenticate", "`Bearer`."],
  method_not_allowed: ["Allow", "The supported methods."],
  unavailable: ["Retry-After", "Seconds to wait."],
  search_busy: ["Retry-After", "Seconds to wait."],
};

function headersOf(codes: readonly ErrorCode[]): Pick<Reply, "headers"> {
  const hasReset = codes.some((code) => "resetAt" in (ERROR_DETAILS[code] ?? {}));
  if (hasReset) {
    const schema: Schema = { type: "integer", minimum: 1 };
    return { headers: { "Retry-After": { description: "Seconds until `resetAt`.", schema } } };
  }
  const schema: Schema = { type: "string" };
  const headers = codes.flatMap((code) => {
    const header = HEADERS[code];
    return header ? [[header[0], { description: header[1], schema }] as const] : [];
  });
  return headers.length > 0 ? { headers: Object.fromEntries(headers) } : {};
}
