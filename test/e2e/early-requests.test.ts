import { afterAll, beforeAll, describe, it } from "vitest";
import { expectCorrectStart } from "./support/hammer.ts";
import { TestServer } from "./support/server.ts";

/* A server that starts accepts no connection before every answer is correct. */

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.prepare();
});
afterAll(() => server.remove());

describe.each(["a fresh", "an existing"])("a start on %s state folder", () => {
  it("refuses connections at first, and after that answers correctly", () =>
    expectCorrectStart(server));
});
