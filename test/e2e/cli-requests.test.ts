import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RequestRow } from "../../src/client/index.ts";
import { json as reply, postWebhook, type Received } from "./support/api.ts";
import { jsonLines } from "./support/command-line.ts";
import { Program } from "./support/program.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { useCommandLine } from "./support/use-command-line.ts";

const server = useSharedServer();
const user = useCommandLine(server, { credential: "token", each: "test" });

async function post(body: string | Uint8Array<ArrayBuffer>, path = ""): Promise<string> {
  const response = await fetch(user.endpoint.url + path, { method: "POST", body });
  return (await reply<Received>(response)).id;
}

/** Runs a command with --json. Returns what it printed. */
async function json<Line = Record<string, unknown>>(...args: string[]): Promise<Line[]> {
  const { code, stdout, output } = await user.cli.run([...args, "--json"]);
  expect(code, output).toBe(0);
  return jsonLines<Line>(stdout);
}

describe("`requests`", () => {
  it("are listed newest first, paged and searched", async () => {
    for (let n = 1; n <= 5; n++) await post(`number ${n}`, n === 3 ? "/three?x=1" : "");
    const seqs = async (...options: string[]) =>
      (await json<RequestRow>("requests", "ls", ...options)).map(({ seq }) => seq);
    expect(await seqs()).toEqual([5, 4, 3, 2, 1]);
    expect(await seqs("--limit", "2", "--offset", "1")).toEqual([4, 3]);
    expect(await seqs("--after", "3")).toEqual([4, 5]);
    expect(await seqs("--search", "number 2")).toEqual([2]);
    expect(await seqs("--method", "GET")).toEqual([]);
    expect(await seqs("--until", "2020-01-01T00:00:00Z")).toEqual([]);
    const { code, stdout, output } = await user.cli.run(["requests", "ls", user.endpoint.id]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("POST")]);
    expect(stdout).toMatch(/^NUMBER +ID +RECEIVED +METHOD +PATH +SIZE\n5 /);
    expect(stdout).toMatch(/three\?x=1 +8 B\n/);
    expect(output).toContain("5 of 5 requests.");
    expect((await user.cli.run(["requests", "ls", "--since", "yesterday"])).code).toBe(2);
  });

  it("are shown with their headers and text, escaped", async () => {
    const id = await post("first\u001b[2J\nsecond", "/show?a=1");
    const { code, stdout } = await user.cli.run(["requests", "show", id]);
    const lines = stdout.split("\n");
    expect([code, lines[0]]).toEqual([0, `POST /h/${user.endpoint.id}/show?a=1`]);
    expect(lines.slice(1, 7)).toEqual([
      "number:   1",
      `id:       ${id}`,
      expect.stringMatching(/^received: \d{4}-\d\d-\d\dT/),
      "from:     127.0.0.1",
      "size:     16 B",
      "",
    ]);
    expect(lines).toContain("content-type: text/plain;charset=UTF-8");
    expect(lines.slice(-4)).toEqual(["", "first\\x1b[2J", "second", ""]);
    expect(await json("requests", "show", id)).toMatchObject([{ id, seq: 1 }]);
  });

  it("return their exact bodies, to a pipe or to a new file", async () => {
    const bytes = new Uint8Array(randomBytes(2 ** 21));
    const id = await post(bytes);
    const file = join(user.cli.home, "body");
    const piped = new Program(
      "sh",
      ["-c", `"$0" src/cli/bin.ts requests body ${id} > ${file}.piped`, process.execPath],
      user.cli.env,
    );
    expect((await piped.ends()).code).toBe(0);
    expect((await user.cli.run(["requests", "body", id, "-o", file])).code).toBe(0);
    for (const name of [file, `${file}.piped`]) {
      expect(Buffer.compare(readFileSync(name), bytes)).toBe(0);
    }
    expect((await user.cli.run(["requests", "body", id, "-o", file])).code).toBe(1);
    const [whole] = await json<{ base64: string }>("requests", "body", id);
    expect(whole?.base64).toBe(Buffer.from(bytes).toString("base64"));
  });

  it("are deleted, one or many, and then exit with 4", async () => {
    const ids = [await post("1"), await post("2"), await post("3")];
    const [first = "", ...others] = ids;
    expect((await user.cli.run(["requests", "delete", first])).code).toBe(2);
    expect(await json("requests", "delete", first, "--yes")).toEqual([{ deleted: 1 }]);
    expect(await json("requests", "delete", ...others, "--yes")).toEqual([{ deleted: 2 }]);
    const gone = await user.cli.run(["requests", "show", first]);
    expect([gone.code, gone.output]).toEqual([
      4,
      expect.stringMatching(/^Error: Request not found\nRun `hooknexus requests ls`.*\nRequest id/),
    ]);
    expect((await user.cli.run(["requests", "delete", first, "--yes"])).code).toBe(4);
  });
});

describe("`requests export`", () => {
  it("writes all requests with their bodies, in order of arrival, across pages", async () => {
    const large = new Uint8Array(randomBytes(2 ** 20 + 1));
    for (let n = 1; n <= 120; n++) await postWebhook(user, String(n));
    await post(large);
    const file = join(user.cli.home, "all.jsonl");
    const { code, stdout, output } = await user.cli.run(["requests", "export", "-o", file]);
    expect([code, stdout]).toEqual([0, ""]);
    expect(output).toBe("Exported 121 requests.\n");
    const rows = jsonLines<RequestRow>(readFileSync(file, "utf8"));
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 121 }, (_, at) => at + 1));
    expect(rows[41]?.body).toBe("42");
    expect(Buffer.compare(Buffer.from(rows[120]?.body ?? "", "base64"), large)).toBe(0);
    const piped = await json<RequestRow>("requests", "export", "--after", "118");
    expect(piped.map(({ seq }) => seq)).toEqual([119, 120, 121]);
    expect((await user.cli.run(["requests", "export", "-o", file])).code).toBe(2);
  });

  it("leaves no partial file behind if it fails", async () => {
    await postWebhook(user, "1");
    const file = join(user.cli.home, "no-such-folder", "all.jsonl");
    expect((await user.cli.run(["requests", "export", "-o", file])).code).toBe(1);
    expect(user.cli.files).toEqual([]);
  });

  it("stops without an error if the reader closes the pipe", async () => {
    for (let n = 1; n <= 50; n++) await postWebhook(user, "x".repeat(10_000));
    const line = `"$0" src/cli/bin.ts requests export -q | head -n 1 | wc -l; echo "\${PIPESTATUS[*]}"`;
    const piped = new Program("bash", ["-c", line, process.execPath], user.cli.env);
    expect((await piped.ends()).code).toBe(0);
    expect(piped.output.split("\n")).toEqual(["1", "0 0 0", ""]);
  });
});

describe("`replay`", () => {
  it("sends a stored request again, and needs --to if several listeners are connected", async () => {
    const id = await post("once more");
    const nobody = await user.cli.run(["replay", id]);
    expect([nobody.code, nobody.output]).toEqual([
      1,
      expect.stringMatching(/No connected listener.*\nRun `hooknexus forward --to/),
    ]);
    const listener = await user.cli.connected(["listen"]);
    expect(await json("replay", id)).toMatchObject([{ requestId: id, clientMode: "listen" }]);
    await listener.says("(replay)");
    await listener.says("once more");
    const second = await user.cli.connected(["listen"]);
    const several = await user.cli.run(["requests", "replay", id]);
    expect([several.code, several.output]).toEqual([
      2,
      expect.stringMatching(/2 listeners are connected\..*\nOne of:\n( {2}--to .*\n){2}$/),
    ]);
    for (const program of [listener, second]) {
      const [, connection] = /Connection id: ([0-9a-f-]{36})\./.exec(program.output) ?? [];
      expect(several.output).toMatch(
        new RegExp(`  --to ${connection}  cli listen, since \\d{4}-\\S+Z, \\S`),
      );
    }
    const [, to = ""] = /--to ([0-9a-f-]+)/.exec(several.output) ?? [];
    expect((await user.cli.run(["replay", id, "--to", to])).stdout).toBe(
      `Sent to cli listen ${to}.\n`,
    );
  });
});
