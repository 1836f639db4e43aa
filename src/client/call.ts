import type * as z from "zod/mini";
import type { Route } from "../protocol/route.ts";
import type { ROUTES, RouteName } from "../protocol/routes.ts";

/** Options of every call. */
export interface CallOptions {
  /** Aborts the call, or the reading of a body, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** The exact bytes of a body. A captured body is untrusted: anyone may have sent it. */
export interface ExactBody {
  /** As the sender declared it, or `application/octet-stream` if it declared none. */
  readonly contentType: string;
  /** The bytes as they arrive. Read the stream or call `bytes`, not both. */
  readonly stream: ReadableStream<Uint8Array>;
  /**
   * Reads the whole body into memory. A captured body has up to 25 MiB.
   * @throws HookNexusError `network` if the connection breaks while reading
   */
  bytes(): Promise<Uint8Array>;
}

/** The parameter names in a path: `id` and `connectionId` of `/endpoints/:id/listeners/:connectionId`. */
type ParamOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type InputParams<Name extends string> = [Name] extends [never]
  ? { params?: never }
  : { params: Record<Name, string> };

type InputQuery<R extends Route> = R extends { query: infer Query extends z.ZodMiniType }
  ? { query?: z.input<Query> }
  : { query?: never };

type InputBody<R extends Route> = R extends { body: infer Body extends z.ZodMiniType }
  ? { body: z.input<Body> }
  : { body?: never };

/** The input of a call: the params, query and body that the route declares. */
type CallInput<R extends Route> = InputParams<ParamOf<R["path"]>> &
  InputQuery<R> &
  InputBody<R> &
  CallOptions;

type ParsedReply<Reply> = Reply extends z.ZodMiniType ? z.output<Reply> : ExactBody;

/** The result of a call: a union if the route has more than one successful reply. */
export type CallResult<R extends Route> = {
  [Status in keyof R["replies"]]: ParsedReply<R["replies"][Status]>;
}[keyof R["replies"]];

/** The body that a route takes, such as `BodyOf<"createKey">`. */
export type BodyOf<Name extends RouteName> = CallInput<(typeof ROUTES)[Name]>["body"];

/** Calls a route and parses its reply. */
export type Send = <R extends Route>(route: R, input: CallInput<R>) => Promise<CallResult<R>>;
