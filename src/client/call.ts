import type * as z from "zod/mini";
import type { Route } from "../protocol/route.ts";
import type { ROUTES, RouteName } from "../protocol/routes.ts";

/** What every call takes beside its own arguments. */
export interface CallOptions {
  /** Ends the call, and the reading of a body; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** The exact bytes of a captured body: hostile content, as its sender wrote it. */
export interface ExactBody {
  /** As the sender declared it; `application/octet-stream` where it declared none. */
  readonly contentType: string;
  /** The bytes as they come. Read this or call `bytes`, not both. */
  readonly stream: ReadableStream<Uint8Array>;
  /**
   * Reads all of it into memory: up to 25 MiB.
   * @throws HookNexusError `network` where the connection breaks on the way
   */
  bytes(): Promise<Uint8Array>;
}

/** The names in a path: `id` and `connectionId` of `/endpoints/:id/listeners/:connectionId`. */
type ParamOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type GivenParams<Name extends string> = [Name] extends [never]
  ? { params?: never }
  : { params: Record<Name, string> };

type GivenQuery<R extends Route> = R extends { query: infer Query extends z.ZodMiniType }
  ? { query?: z.input<Query> }
  : { query?: never };

type GivenBody<R extends Route> = R extends { body: infer Body extends z.ZodMiniType }
  ? { body: z.input<Body> }
  : { body?: never };

/** What a call of this route is given: what its description has, and nothing else. */
export type Given<R extends Route> = GivenParams<ParamOf<R["path"]>> &
  GivenQuery<R> &
  GivenBody<R> &
  CallOptions;

type Read<Reply> = Reply extends z.ZodMiniType ? z.output<Reply> : ExactBody;

/** What a call of this route comes to: a union where there is more than one success. */
export type Result<R extends Route> = {
  [Status in keyof R["replies"]]: Read<R["replies"][Status]>;
}[keyof R["replies"]];

/** The body that a route of the table takes, such as `BodyOf<"createKey">`. */
export type BodyOf<Name extends RouteName> = Given<(typeof ROUTES)[Name]>["body"];

/** Calls a route of the table and reads its reply. */
export type Send = <R extends Route>(route: R, given: Given<R>) => Promise<Result<R>>;
