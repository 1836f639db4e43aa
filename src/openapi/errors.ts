import { ERRORS, type ErrorCode } from "../protocol/errors.ts";
import type { Reference, Reply, Schema } from "./types.ts";
import { ERROR_DETAILS } from "./error-details.ts";
import { pascalCase } from "./names.ts";
import { inOrder, refTo } from "./schemas.ts";

/** What can go wrong wherever a certain caller, body or query is: always together. */
export const TOGETHER = {
  UnreadableBody: ["malformed_json", "invalid_field"],
  PlanRefusesKey: ["plan_without_keys", "key_suspended"],
  AccountsOnly: ["key_not_allowed", "plan_without_keys", "key_suspended"],
  AccountsFromHereOnly: ["key_not_allowed", "plan_without_keys", "key_suspended", "wrong_origin"],
} as const satisfies Record<string, readonly ErrorCode[]>;

const PREFIX = "#/components/responses/";

/** An operation's refusals by status, each as a reference to its reply. */
export function refusals(codes: readonly ErrorCode[]): Record<string, Reference> {
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code][0]);
  const refs = [...byStatus].map(([status, alike]) => [status, { $ref: PREFIX + nameOf(alike) }]);
  return Object.fromEntries(refs) as Record<string, Reference>;
}

/** Each reply that some operation refers to, once. */
export function refusalReplies(operations: readonly (readonly ErrorCode[])[]) {
  const replies: Record<string, Reply> = {};
  for (const codes of operations) {
    for (const alike of Map.groupBy(codes, (code) => ERRORS[code][0]).values()) {
      replies[nameOf(alike)] ??= refusalReply(alike);
    }
  }
  return inOrder(replies);
}

/** `KeyLimitOrAccountsOnly`: what is the route's own before what it has in common with others. */
function nameOf(codes: readonly ErrorCode[]): string {
  const groups = Object.entries(TOGETHER).filter(([, group]) => isWithin(group, codes));
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

export function refusalReply(codes: readonly ErrorCode[]): Reply {
  return {
    description: codes.map(sentenceOf).join("\n"),
    ...headersOf(codes),
    content: { "application/json": { schema: bodyOf(codes) } },
  };
}

/** One line of a list: what the code says, and what it comes with. */
function sentenceOf(code: ErrorCode): string {
  const details = Object.keys(ERROR_DETAILS[code] ?? {}).map((name) => `\`${name}\``);
  const comesWith = details.length === 0 ? "" : ` Comes with ${details.join(" and ")}.`;
  return `- \`${code}\`: ${ERRORS[code][1].replace(/[^.]$/, "$&.")}${comesWith}`;
}

function bodyOf(codes: readonly ErrorCode[]): Schema {
  const details = codes.map((code) => ERROR_DETAILS[code] ?? {});
  const properties = Object.assign({}, ...details) as Record<string, Schema>;
  // Several codes in one reply: what only some of them come with can't be counted on.
  const required = Object.keys(properties).filter((name) => details.every((one) => name in one));
  return {
    ...refTo("ErrorBody"),
    properties: { code: { enum: [...codes] }, ...properties },
    ...(required.length > 0 && { required }),
  };
}

const HEADERS: Partial<Record<ErrorCode, readonly [name: string, description: string]>> = {
  not_signed_in: ["WWW-Authenticate", "`Bearer`."],
  method_not_allowed: ["Allow", "The methods that it takes."],
};

function headersOf(codes: readonly ErrorCode[]): Pick<Reply, "headers"> {
  const isTimed = codes.some((code) => "resetAt" in (ERROR_DETAILS[code] ?? {}));
  if (isTimed) {
    const schema: Schema = { type: "integer", minimum: 1 };
    return { headers: { "Retry-After": { description: "Seconds until `resetAt`.", schema } } };
  }
  const schema: Schema = { type: "string" };
  const said = codes.flatMap((code) => {
    const header = HEADERS[code];
    return header ? [[header[0], { description: header[1], schema }] as const] : [];
  });
  return said.length > 0 ? { headers: Object.fromEntries(said) } : {};
}
