import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Target } from "./target.ts";

export interface Outgoing {
  target: Target;
  method: string;
  /** Path and query. */
  path: string;
  /** Names and values by turns. */
  headers: string[];
  body: Buffer | Readable;
  signal: AbortSignal;
}

/** What the target made of it. */
export interface Answer {
  status: number;
  durationMs: number;
  /** Bytes of the answer's body. */
  size: number;
}

/**
 * Sends one request just as it is told: node:http, for `fetch` adds headers and writes methods,
 * paths and headers in its own way. It rejects where no status came back; whatever status comes
 * is an answer, and so is one that breaks off behind its status.
 */
export function send({ target, method, path, headers, body, signal }: Outgoing): Promise<Answer> {
  const { hostname, port, isSecure } = target;
  const options = { hostname, port, method, path, headers, signal, agent: false };
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sending = (isSecure ? requestHttps : requestHttp)(options);
    let answer: Answer | null = null;
    const finish = (error?: Error) => {
      if (answer) resolve({ ...answer, durationMs: performance.now() - started });
      else reject(error ?? new Error("It hung up without an answer."));
    };
    sending.once("response", (response: IncomingMessage) => {
      const taken: Answer = { status: response.statusCode ?? 0, durationMs: 0, size: 0 };
      answer = taken;
      response.on("data", (chunk: Buffer) => (taken.size += chunk.length));
      response.once("error", finish).once("close", () => finish());
    });
    sending.on("error", finish);
    if (Buffer.isBuffer(body)) sending.end(body);
    else pipeline(body, sending).catch(finish);
  });
}
