import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jsonLines } from "../e2e/support/command-line.ts";
import { CommandLineInProcess } from "./support/in-process.ts";

/* Commands that fail or end before they would call a server. */

/** Nothing listens on this port. */
const NOWHERE = "http://127.0.0.1:9";
const SIGNED_IN = { HOOKNEXUS_API_URL: NOWHERE, HOOKNEXUS_TOKEN: "hnt_any" };

let cli: CommandLineInProcess;

beforeEach(() => {
  cli = new CommandLineInProcess();
});
afterEach(() => cli.remove());

describe("`forward` refuses", () => {
  it.each([
    ["http://example.com/", "example.com is not this machine"],
    ["http://127.0.0.1.example.com/", "is not this machine"],
    ["http://10.0.0.1/", "is not this machine"],
    ["ftp://localhost/", "is not a valid URL to forward to"],
    ["http://me:secret@localhost/", "must not contain a user name or password"],
  ])("the target %s", async (to, sentence) => {
    const { code, output } = await cli.run(["forward", "--to", to], SIGNED_IN);
    expect([code, output]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it("an invalid header and a missing --to", async () => {
    const invalid = ["forward", "--to", "3000", "-H", "no header"];
    expect((await cli.run(invalid, SIGNED_IN)).code).toBe(2);
    expect((await cli.run(["forward"], SIGNED_IN)).code).toBe(2);
  });
});

describe("a request", () => {
  it.each([
    [["requests", "show", "3"]],
    [["requests", "body", "#3"]],
    [["requests", "delete", crypto.randomUUID(), "3", "--yes"]],
    [["replay", "3"]],
    [["verify", "3", "--provider", "github"]],
  ])("is accepted by id, not by number: %j", async (args) => {
    const { code, output } = await cli.run(args, SIGNED_IN);
    expect(code).toBe(2);
    expect(output).toMatch(
      /^Error: #?3 is a request number, not an id\.\nRun `hooknexus requests ls`/,
    );
  });
});

it("`verify` needs a request or a payload, and a known provider", async () => {
  const secret = { HOOKNEXUS_SECRET: "it must not be seen" };
  const verify = ["verify", "--provider", "github", "--signature", "sha256=00", "--json"];
  expect((await cli.run(verify, secret)).code).toBe(2);
  expect((await cli.run(["verify", "--provider", "nobody"], secret)).code).toBe(2);
});

it("`endpoints update` needs an option", async () => {
  const { code, output } = await cli.run(["endpoints", "update", "orders"], SIGNED_IN);
  expect([code, output]).toEqual([2, expect.stringContaining("There is nothing to change.")]);
});

it("`whoami` says what to do if nobody is signed in or the server can't be reached", async () => {
  const { code, output } = await cli.run(["whoami"]);
  expect([code, output]).toEqual([3, expect.stringContaining("Run `hooknexus login`")]);
  const away = await cli.run(["whoami", "--json"], SIGNED_IN);
  expect(away.code).toBe(5);
  expect(jsonLines(away.output)).toMatchObject([{ code: "network", exitCode: 5 }]);
});

it("`config` keeps the saved server URL", async () => {
  const saved = "http://hooks.test:8787";
  expect((await cli.run(["config", "set-url", "nonsense"])).code).toBe(2);
  const set = await cli.run(["config", "set-url", `${saved}/`]);
  expect([set.code, set.output]).toEqual([0, expect.stringContaining(saved)]);
  const [shown] = jsonLines((await cli.run(["config", "--json"])).stdout);
  expect(shown).toMatchObject({ server: { value: saved }, credential: null });
  expect((await cli.run(["config", "unset-url"])).code).toBe(0);
  const [back] = jsonLines((await cli.run(["config", "--json"])).stdout);
  expect(back).toMatchObject({ server: { from: "the default" } });
});

it("`logout` is refused with an API key", async () => {
  const env = { HOOKNEXUS_API_URL: NOWHERE, HOOKNEXUS_API_KEY: `hnx_${"a".repeat(38)}` };
  expect((await cli.run(["logout"], env)).code).toBe(2);
});
