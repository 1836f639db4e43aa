import { Readable } from "node:stream";
import type { HookNexus, ReceivedRequest } from "../../client/index.ts";

/** The exact bytes of a request's body. A body that the request omits is fetched as a stream. */
export async function exactBody(
  { id, body, bodyEncoding }: ReceivedRequest,
  client: HookNexus,
  signal: AbortSignal,
): Promise<Buffer | Readable> {
  if (bodyEncoding !== "omitted") return Buffer.from(body, bodyEncoding);
  return Readable.from((await client.requests.body(id, { signal })).stream);
}
