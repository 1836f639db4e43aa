import { request } from "node:http";
import { expect } from "vitest";
import type { RunningServer, TestServer } from "./server.ts";

/** The statuses of all answers, in order. A connection that was refused is "refused". */
type Answers = (number | "refused")[];

/** The answers to the three requests of `hammer` once the server is ready. */
const CORRECT: Answers = [404, 200, 201];

/** Starts the server and stops it. It refuses connections at first; its first answer is correct. */
export async function expectCorrectStart(server: TestServer): Promise<void> {
  const answers = await hammer(server, server.start());
  await server.stop();
  const first = answers.findIndex((answer) => answer !== "refused");
  expect(first).toBeGreaterThan(0);
  const accepted = answers.slice(first);
  const wrong = accepted.filter((status, index) => status !== CORRECT[(first + index) % 3]);
  // The last ones may meet a server that is already stopping.
  expect(wrong.filter((status) => status !== "refused")).toEqual([]);
}

/**
 * Sends requests one after another, as fast as possible, until the promise resolves: a webhook to an
 * endpoint that does not exist, the health check, and the operator's first call.
 */
async function hammer(server: RunningServer, until: Promise<unknown>): Promise<Answers> {
  const over = new AbortController();
  void until.finally(() => over.abort());
  const answers: Answers = [];
  while (!over.signal.aborted) {
    answers.push(await statusOf(server, "POST", "/h/00000000-0000-8000-8000-000000000000"));
    answers.push(await statusOf(server, "GET", "/api/health"));
    answers.push(await statusOf(server, "POST", "/api/admin/accounts"));
  }
  return answers;
}

function statusOf(server: RunningServer, method: string, path: string): Promise<Answers[number]> {
  const body =
    method === "POST" ? JSON.stringify({ email: "early@example.com", plan: "free" }) : "";
  const headers = { authorization: `Bearer ${server.adminToken}`, "content-length": body.length };
  return new Promise((resolve) => {
    const call = request(server.origin + path, { method, headers, agent: false }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode ?? 0));
    });
    call.once("error", () => resolve("refused"));
    call.end(body);
  });
}
