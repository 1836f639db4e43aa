import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { newEndpoint, postWebhook } from "./support/api.ts";
import { ExactTarget } from "./support/exact-target.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { useCommandLine } from "./support/use-command-line.ts";

const ENTER = "\r";
const CTRL_C = "\u0003";
const DOWN = "\u001b[B";
/** An SGR sequence, which sets a colour or a weight. */
const COLOUR = new RegExp(`${"\u001b"}\\[\\d+m`);

const HAS_SCRIPT = spawnSync("script", ["--version"]).status === 0;

const server = useSharedServer();
const user = useCommandLine(server, { credential: "token", each: "test" });

describe.runIf(HAS_SCRIPT)("in a terminal", () => {
  it("`listen` uses colours, escapes hostile text and ends with Ctrl-C", async () => {
    const listener = user.cli.inTerminal(["listen"]);
    await listener.says("Connected to ");
    await postWebhook(user, "\u001b[31mred\u001b[2J");
    await listener.says("\\x1b[31mred\\x1b[2J");
    expect(listener.output).toContain("\u001b[36mPOST\u001b[39m");
    listener.type(CTRL_C);
    expect((await listener.ends()).code).toBe(0);
  });

  it("`listen` uses no colours with NO_COLOR or in a pipe", async () => {
    const plain = user.cli.inTerminal(["listen"], { NO_COLOR: "1" });
    const piped = user.cli.start(["listen"]);
    await Promise.all([plain.says("Connected to "), piped.says("Connected to ")]);
    await postWebhook(user, "end");
    await Promise.all([plain.says("  end"), piped.says("  end")]);
    expect(plain.output).not.toMatch(COLOUR);
    expect(piped.output).not.toContain("\u001b");
  });

  it("`forward` shows the status in colour, and a summary at the end", async () => {
    const target = await ExactTarget.open();
    const forwarder = user.cli.inTerminal(["forward", "--to", target.origin]);
    await forwarder.says("Connected to ");
    await postWebhook(user, "1");
    await forwarder.says("\u001b[32m204\u001b[39m in ");
    forwarder.type(CTRL_C);
    expect((await forwarder.ends()).code).toBe(0);
    expect(forwarder.output).toContain("Forwarded 1 request; 0 could not be sent.");
    await target.goDown();
  });

  it("`forward` under `npm run` waits after one Ctrl-C, which npm repeats", async () => {
    const target = await ExactTarget.open();
    target.isSilent = true;
    const forwarder = user.cli.npmInTerminal(["forward", "--to", target.origin]);
    await forwarder.says("Connected to ");
    await postWebhook(user, "1");
    await target.has(1);
    forwarder.type(CTRL_C);
    expect((await forwarder.ends()).code).toBe(0);
    expect(forwarder.output).toContain("Forwarded 0 requests;");
    await target.goDown();
  });

  it("`endpoints delete` asks for confirmation: no and Ctrl-C keep the endpoint, yes deletes it", async () => {
    const remove = ["endpoints", "delete", user.endpoint.id];
    const isThere = async () =>
      (await user.cli.run(["endpoints", "info", user.endpoint.id])).code === 0;
    const answered = async (keys: string) => {
      const asking = user.cli.inTerminal(remove);
      await asking.says(`Delete ${user.endpoint.id} and its 0 requests?`);
      asking.type(keys);
      return (await asking.ends()).code;
    };
    expect([await answered(ENTER), await isThere()]).toEqual([1, true]);
    expect([await answered(CTRL_C), await isThere()]).toEqual([130, true]);
    expect([await answered("y"), await isThere()]).toEqual([0, false]);
  });

  it("`requests ls` asks which of several endpoints to list", async () => {
    await newEndpoint(server, user.account.token);
    await postWebhook(user, "of the older one");
    const asking = user.cli.inTerminal(["requests", "ls"]);
    await asking.says("Which endpoint?");
    // The newest endpoint is first.
    asking.type(DOWN);
    asking.type(ENTER);
    expect((await asking.ends()).code).toBe(0);
    expect(asking.output).toContain("1 of 1 request.");
  });

  it("`verify` asks for the secret and does not show it", async () => {
    const { id } = await postWebhook(user, "{}");
    const signature = "sha256=".padEnd(71, "0");
    const asking = user.cli.inTerminal([
      "verify",
      id,
      "--provider",
      "github",
      "--signature",
      signature,
    ]);
    await asking.says("signing secret");
    asking.type("it must not be seen");
    asking.type(ENTER);
    expect((await asking.ends()).code).toBe(1);
    expect(asking.output).toContain("The signature is not valid.");
    expect(asking.output).not.toContain("seen");
  });

  it("`requests export` shows its progress, but not in a pipe", async () => {
    for (let n = 1; n <= 3; n++) await postWebhook(user, String(n));
    const file = join(user.cli.home, "all.jsonl");
    const exporting = user.cli.inTerminal(["requests", "export", "-o", file]);
    expect((await exporting.ends()).code).toBe(0);
    expect(exporting.output).toContain("Exporting: 3 of 3 requests");
    expect(exporting.output).toContain("Exported 3 requests.");
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(4);
    const quiet = await user.cli.run(["requests", "export"]);
    expect([quiet.code, quiet.stdout]).toEqual([0, expect.stringContaining('"3"')]);
    expect(quiet.output).not.toContain("Exporting");
  });

  it("`requests body` escapes text and refuses to show binary data", async () => {
    const { id } = await postWebhook(user, "\u001b[2Jtext");
    const shown = user.cli.inTerminal(["requests", "body", id]);
    await shown.ends();
    expect(shown.output).toContain("\\x1b[2Jtext");
    const binary = await fetch(user.endpoint.url, {
      method: "POST",
      body: Buffer.from([255, 27]),
    });
    const { id: other } = (await binary.json()) as { id: string };
    const refused = user.cli.inTerminal(["requests", "body", other]);
    expect((await refused.ends()).code).toBe(2);
    expect(refused.output).toContain("Use --output FILE, or pipe it to another program.");
  });

  it("errors are red, but not with NO_COLOR", async () => {
    const failing = ["endpoints", "info", "nothing"];
    const red = user.cli.inTerminal(failing);
    expect((await red.ends()).code).toBe(4);
    expect(red.output).toContain("\u001b[31mError:\u001b[39m You have no endpoint");
    const plain = user.cli.inTerminal(failing, { NO_COLOR: "1" });
    await plain.ends();
    expect(plain.output).not.toContain("\u001b");
  });
});
