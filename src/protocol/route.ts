import type * as z from "zod/mini";
import type { ErrorCode } from "./errors.ts";

/**
 * Who can call a route. An account calls with its token or its session, the operator with
 * `ADMIN_TOKEN`.
 */
export type Caller = "anyone" | "account" | "account_or_key" | "operator";

/** A route of the API, as the client, the OpenAPI document and the tests read it. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** In the notation of the router: `/api/endpoints/:id`. */
  readonly path: `/${string}`;
  readonly caller: Caller;
  /** One line, as a heading. */
  readonly summary: string;
  readonly query?: z.ZodMiniObject;
  readonly body?: z.ZodMiniType;
  /** Successful replies by status. "bytes" is a body that is not JSON. */
  readonly replies: Readonly<Record<number, z.ZodMiniType | "bytes">>;
  /** The errors of this route in particular. `errorsOf` adds those of its caller, body and query. */
  readonly errors: readonly ErrorCode[];
}

export const route = <const R extends Route>(described: R): R => described;
