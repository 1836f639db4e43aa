import { afterEach, beforeEach, describe, it } from "vitest";
import { expectCorrectStart } from "../e2e/support/hammer.ts";
import { TestServer } from "../e2e/support/server.ts";

const STARTS = 10;

let server: TestServer;

beforeEach(async () => {
  server = await TestServer.prepare();
});
afterEach(() => server.remove());

describe.each(Array.from({ length: STARTS }, (_, index) => index + 1))("server %i", () => {
  it("refuses connections until its answers are correct, on fresh and on old state", async () => {
    await expectCorrectStart(server);
    await expectCorrectStart(server);
  });
});
