import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Target } from "./target.ts";

export interface TargetRequest {
  target: Target;
  method: string;
  /** Path and query. */
  path: string;
  /** Alternating names and values. */
  headers: string[];
  body: Buffer | Readable;
  signal: AbortSignal;
}

export interface TargetResponse {
  status: number;
  durationMs: number;
  /** Bytes of the response's body. */
  size: number;
}

/**
 * Sends one request unchanged. It uses node:http because `fetch` adds headers and normalises
 * methods, paths and headers.
 *
 * Resolves with any HTTP status, even if the connection breaks after the status line.
 * @throws the network error if no status arrived
 */
export function send({
  target,
  method,
  path,
  headers,
  body,
  signal,
}: TargetRequest): Promise<TargetResponse> {
  const { hostname, port, isSecure } = target;
  const options = { hostname, port, method, path, headers, signal, agent: false };
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sending = (isSecure ? requestHttps : requestHttp)(options);
    let received: TargetResponse | null = null;
    const finish = (error?: Error) => {
      if (received) resolve({ ...received, durationMs: performance.now() - started });
      else reject(error ?? new Error("The connection closed without a response."));
    };
    sending.once("response", (response: IncomingMessage) => {
      const result: TargetResponse = { status: response.statusCode ?? 0, durationMs: 0, size: 0 };
      received = result;
      response.on("data", (chunk: Buffer) => (result.size += chunk.length));
      response.once("error", finish).once("close", () => finish());
    });
    sending.on("error", finish);
    if (Buffer.isBuffer(body)) sending.end(body);
    else pipeline(body, sending).catch(finish);
  });
}
