import type * as z from "zod/mini";
import type { ErrorCode } from "./errors.ts";

/**
 * Who may call: anybody; an account's token or session; either of them or an API key; whoever has
 * the operator's token.
 */
export type Caller = "anyone" | "account" | "account_or_key" | "operator";

/** One route of the API: all that a client, a document or a test must know of it. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As the router has it: `/api/endpoints/:id`. */
  readonly path: `/${string}`;
  readonly caller: Caller;
  /** One line, as a heading. */
  readonly summary: string;
  readonly query?: z.ZodMiniObject;
  readonly body?: z.ZodMiniType;
  /** What success looks like, by status. "bytes": the body is no JSON. */
  readonly replies: Readonly<Record<number, z.ZodMiniType | "bytes">>;
  /** What can go wrong here, beside what can go wrong anywhere. */
  readonly errors: readonly ErrorCode[];
}

export const route = <const R extends Route>(described: R): R => described;
