import { errorBody } from "../protocol/errors.ts";
import type { Route } from "../protocol/route.ts";
import { SECOND_MS } from "../protocol/time-units.ts";
import type { CallOptions, CallResult, ExactBody } from "./call.ts";
import { HookNexusError } from "./error.ts";

/** Runs network code. Converts its errors to HookNexusError. */
export type CallNetwork = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** @param host appears in the error message, because the configured URL may be wrong */
export function networkCaller(host: string, { signal }: CallOptions): CallNetwork {
  return async (work) => {
    try {
      return await work();
    } catch (cause) {
      signal?.throwIfAborted();
      const sentence = `Could not reach ${host}. Check the URL and the network.`;
      throw new HookNexusError(sentence, { code: "network", cause });
    }
  };
}

/**
 * Parses a reply by the schema that the route has for its status.
 * @throws HookNexusError with the server's error code, or `unexpected_reply`
 */
export async function readReply<R extends Route>(
  { replies }: R,
  response: Response,
  callNetwork: CallNetwork,
): Promise<CallResult<R>> {
  const expected = replies[response.status];
  // The type system can't relate the status to its schema, hence both casts.
  if (expected === "bytes") return exactBody(response, callNetwork) as CallResult<R>;
  const json = parseJson(await callNetwork(() => response.text()));
  const parsed = expected?.safeParse(json);
  if (parsed?.success) return parsed.data as CallResult<R>;
  throw toError(response, json, parsed?.error);
}

function exactBody(response: Response, callNetwork: CallNetwork): ExactBody {
  return {
    contentType: response.headers.get("content-type") ?? "application/octet-stream",
    // Some runtimes have no stream for an empty body.
    stream: response.body ?? new ReadableStream({ start: (controller) => controller.close() }),
    bytes: async () => new Uint8Array(await callNetwork(() => response.arrayBuffer())),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toError({ status, headers }: Response, json: unknown, cause: unknown): HookNexusError {
  const parsed = errorBody.safeParse(json);
  if (status < 400 || !parsed.success) {
    const sentence = `Unexpected reply with status ${status}, not from HookNexus. Check the URL.`;
    return new HookNexusError(sentence, { code: "unexpected_reply", status, cause });
  }
  const { error, code, requestId, ...details } = parsed.data;
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? { retryAfterMs: seconds * SECOND_MS } : {};
  return new HookNexusError(error, { code, status, requestId, details, ...retryAfter });
}
