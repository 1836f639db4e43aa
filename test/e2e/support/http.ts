import { request, type Agent, type IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Outgoing {
  method?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** Sends the body in chunks, without a content-length. */
  isChunked?: boolean;
  agent?: Agent;
}

/** Sends one request with node:http, which adds few headers. Rejects if the connection breaks. */
export function send(url: string, outgoing: Outgoing = {}): Promise<Reply> {
  const { method = "POST", body, isChunked = false, agent } = outgoing;
  const bytes = Buffer.from(body ?? "");
  const headers: Record<string, string | number> = { ...outgoing.headers };
  if (isChunked) headers["transfer-encoding"] = "chunked";
  else if (body !== undefined) headers["content-length"] = bytes.length;
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const { statusCode: status = 0, headers: replied } = response;
        resolve({ status, headers: replied, body: Buffer.concat(chunks) });
      });
    });
    sending.once("error", reject);
    if (isChunked) Readable.from(slices(bytes)).pipe(sending);
    else sending.end(bytes);
  });
}

const SLICE_BYTES = 64 * 1024;

export function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield bytes.subarray(at, at + SLICE_BYTES);
}
