import { errorBody } from "../protocol/errors.ts";
import type { Route } from "../protocol/route.ts";
import type { CallOptions, ExactBody, Result } from "./call.ts";
import { HookNexusError } from "./error.ts";

/** Waits for the network, and says in the library's own terms how it failed. */
export type Reach = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** @param host is named in the error: a user's url may be the wrong one */
export function reachOf(host: string, { signal }: CallOptions): Reach {
  return async (work) => {
    try {
      return await work();
    } catch (cause) {
      signal?.throwIfAborted();
      const sentence = `Could not reach ${host}. Check the url and the network.`;
      throw new HookNexusError(sentence, { code: "network", cause });
    }
  };
}

/**
 * Holds a reply against what the route's description says of its status.
 * @throws HookNexusError the server's error, or `unexpected_reply`
 */
export async function readReply<R extends Route>(
  { replies }: R,
  response: Response,
  reach: Reach,
): Promise<Result<R>> {
  const expected = replies[response.status];
  // Both casts: which of the replies it is, is only known from the status that came.
  if (expected === "bytes") return exactBody(response, reach) as Result<R>;
  const json = parseJson(await reach(() => response.text()));
  const parsed = expected?.safeParse(json);
  if (parsed?.success) return parsed.data as Result<R>;
  throw toError(response.status, json, parsed?.error);
}

function exactBody(response: Response, reach: Reach): ExactBody {
  return {
    contentType: response.headers.get("content-type") ?? "application/octet-stream",
    // Some runtimes have no stream where there is no byte to read.
    stream: response.body ?? new ReadableStream({ start: (controller) => controller.close() }),
    bytes: async () => new Uint8Array(await reach(() => response.arrayBuffer())),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toError(status: number, json: unknown, cause: unknown): HookNexusError {
  const parsed = errorBody.safeParse(json);
  if (status < 400 || !parsed.success) {
    const sentence = `Something that is not HookNexus answered with ${status}. Check the url.`;
    return new HookNexusError(sentence, { code: "unexpected_reply", status, cause });
  }
  const { error, code, requestId, ...details } = parsed.data;
  return new HookNexusError(error, { code, status, requestId, details });
}
