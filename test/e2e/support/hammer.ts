import { request } from "node:http";
import type { RunningServer } from "./server.ts";

/** The statuses of all answers, in order. A connection that was refused is "refused". */
export type Answers = (number | "refused")[];

/**
 * Sends requests one after another, as fast as possible, until the promise resolves: a webhook to an
 * endpoint that does not exist, the health check, and the operator's first call.
 */
export async function hammer(server: RunningServer, until: Promise<unknown>): Promise<Answers> {
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
