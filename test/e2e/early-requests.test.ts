import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hammer, type Answers } from "./support/hammer.ts";
import { TestServer } from "./support/server.ts";

/* A server that starts accepts no connection before every answer is correct. */

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.prepare();
});
afterAll(() => server.remove());

/** The answers to the three requests of `hammer` once the server is ready. */
const CORRECT: Answers = [404, 200, 201];

async function answersDuringStart(): Promise<Answers> {
  const answers = await hammer(server, server.start());
  await server.stop();
  return answers;
}

describe.each(["a fresh", "an existing"])("a start on %s state folder", () => {
  it("refuses connections at first, and after that answers correctly", async () => {
    const answers = await answersDuringStart();
    const first = answers.findIndex((answer) => answer !== "refused");
    expect(first).toBeGreaterThan(0);
    const accepted = answers.slice(first);
    expect(accepted.length).toBeGreaterThan(0);
    const wrong = accepted.filter((status, index) => status !== CORRECT[(first + index) % 3]);
    // The last ones may meet a server that is already stopping.
    expect(wrong.filter((status) => status !== "refused")).toEqual([]);
  });
});
