import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callAs, json, newEndpoint, postWebhook, revokeKey } from "./support/api.ts";
import { jsonLines } from "./support/command-line.ts";
import { ExactTarget } from "./support/exact-target.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { useCommandLine } from "./support/use-command-line.ts";
import { until } from "./support/wait.ts";

const DOWN_MS = 3_000;

const server = useSharedServer();
const user = useCommandLine(server, { credential: "key", each: "test" });
let target: ExactTarget;

beforeEach(async () => {
  target = await ExactTarget.open();
});
afterEach(async () => {
  await target.goDown();
});

const forward = (...options: string[]) => ["forward", "--to", target.origin, ...options];
const upTo = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

async function post(...bodies: string[]): Promise<void> {
  for (const body of bodies) await postWebhook(user, body);
}

describe("`forward`", () => {
  it("waits for a target that is down, keeps the order and loses nothing", async () => {
    const forwarder = await user.cli.connected(forward());
    await post("1");
    await target.has(1);
    await target.goDown();
    await post(...upTo(30).slice(1, 20));
    await forwarder.says("ECONNREFUSED");
    await forwarder.says("Retrying in ");
    await sleep(DOWN_MS);
    await target.comeUp();
    await post(...upTo(30).slice(20));
    await target.has(30);
    expect(target.bodies).toEqual(upTo(30));
  });

  it("ends cleanly with Ctrl-C, and the next run continues from there", async () => {
    const first = await user.cli.connected(forward("--json"));
    await post("1", "2");
    await target.has(2);
    await until(() => jsonLines(first.stdout).length === 2, "both to be reported");
    await target.goDown();
    await post("3");
    await first.says("ECONNREFUSED");
    first.signal("SIGINT");
    expect((await first.ends()).code).toBe(0);
    const lines = jsonLines(first.stdout);
    expect(lines).toMatchObject([
      { type: "forwarded", seq: 1, method: "POST", status: 204, isReplay: false, path: "/" },
      { type: "forwarded", seq: 2, status: 204 },
      { type: "summary", forwarded: 2, failed: 0 },
    ]);
    await post("4");
    await target.comeUp();
    await user.cli.connected(forward());
    await post("5");
    await target.has(5);
    expect(target.bodies).toEqual(upTo(5));
  });

  it("waits for a slow response after Ctrl-C, and sends an unanswered request again", async () => {
    const first = await user.cli.connected(forward());
    target.isSilent = true;
    await post("1");
    await target.has(1);
    first.signal("SIGINT");
    expect((await first.ends()).code).toBe(0);
    expect(first.output).toContain("Forwarded 0 requests");
    target.isSilent = false;
    await user.cli.connected(forward());
    await target.has(2);
    expect(target.bodies).toEqual(["1", "1"]);
  });

  it("ends immediately on a second Ctrl-C", async () => {
    const forwarder = await user.cli.connected(forward());
    target.isSilent = true;
    await post("1");
    await target.has(1);
    forwarder.signal("SIGINT");
    forwarder.signal("SIGTERM");
    expect((await forwarder.ends()).code).toBe(130);
  });

  it("starts with live traffic, or with stored requests if --since is given", async () => {
    await post("1", "2");
    const first = await user.cli.connected(forward());
    first.signal("SIGINT");
    await first.ends();
    expect(first.output).toContain("Forwarded 0 requests; 0 could not be sent.");
    // It was stopped before anything arrived, and still continues from where it started.
    await post("3");
    const second = await user.cli.connected(forward());
    await target.has(1);
    second.signal("SIGINT");
    await second.ends();
    expect(target.bodies).toEqual(["3"]);
    await user.cli.connected(forward("--since", "0"));
    await target.has(4);
    expect(target.bodies).toEqual(["3", "1", "2", "3"]);
  });

  it("says how to continue after --since, even if nothing was sent yet", async () => {
    await post("1", "2");
    await target.goDown();
    const first = await user.cli.connected(forward("--since", "0"));
    await first.says("ECONNREFUSED");
    first.signal("SIGINT");
    await first.ends();
    expect(first.output).toContain("Run the same command without --since to continue from here.");
    await target.comeUp();
    const second = await user.cli.connected(forward());
    await target.has(2);
    second.signal("SIGINT");
    await second.ends();
    expect(target.bodies).toEqual(["1", "2"]);
    expect(second.output).toContain(
      "Forwarded 2 requests; 0 could not be sent. Run the same command to continue",
    );
  });

  it("saves its position in a private file that holds no secret", async () => {
    await user.cli.connected(forward());
    await post("1");
    await target.has(1);
    const isSaved = () => {
      const file = user.cli.files.find((path) =>
        path.startsWith(".local/state/hooknexus/cursors/"),
      );
      return (
        file !== undefined && readFileSync(join(user.cli.home, file), "utf8").includes('"seq":1}')
      );
    };
    await until(isSaved, "the position to be saved");
    for (const path of user.cli.files) {
      expect(readFileSync(join(user.cli.home, path), "utf8")).not.toContain(
        user.key.key.slice(0, 16),
      );
    }
  });

  it("forwards replays too, and marks them", async () => {
    await post("once");
    const forwarder = await user.cli.connected(forward());
    const [{ id } = { id: "" }] = jsonLines<{ id: string }>(
      (await user.cli.run(["requests", "ls", "--json"])).stdout,
    );
    const owner = { HOOKNEXUS_TOKEN: user.account.token };
    expect((await user.cli.run(["requests", "replay", id], undefined, owner)).code).toBe(0);
    await forwarder.says("POST / (replay) → 204");
    expect(target.bodies).toEqual(["once"]);
  });

  it("stops with the reason and exit code 3 when its key is revoked, even if the target is down", async () => {
    const forwarder = await user.cli.connected(forward());
    await target.goDown();
    await post("1");
    await forwarder.says("ECONNREFUSED");
    await revokeKey(server, user.account.token, user.key.id);
    expect((await forwarder.ends()).code).toBe(3);
    expect(forwarder.output).toContain(
      "Error: The key, token or session was revoked.\nRun `hooknexus login`",
    );
    expect(forwarder.output).toContain("Forwarded 0 requests");
  });

  it("reports a reached listener limit, waits, and connects once another listener ends", async () => {
    const path = `/api/admin/accounts/${user.account.id}`;
    await json(await callAs(server, server.adminToken, "PATCH", path, { plan: "free" }));
    const env = { HOOKNEXUS_TOKEN: user.account.token };
    const first = await user.cli.connected(["listen"], env);
    await user.cli.connected(["listen"], env);
    const third = user.cli.start(forward(), env);
    await third.says("This endpoint already has its maximum of 2 listeners. Retrying in ");
    expect(third.output).not.toContain("Connected");
    first.signal("SIGINT");
    await third.says("Connected to ");
  });
});

describe("`forward` refuses", () => {
  it("to guess which of several endpoints to use, and accepts an alias", async () => {
    const other = await newEndpoint(server, user.account.token);
    const path = `/api/endpoints/${other.id}`;
    await json(await callAs(server, user.account.token, "PATCH", path, { alias: "other" }));
    const { code, output } = await user.cli.run(forward());
    expect(code).toBe(2);
    expect(output).toContain(`One of: other, ${user.endpoint.id}`);
    const forwarder = await user.cli.connected(["forward", "other", "--to", String(target.port)]);
    expect(forwarder.output).toContain("Connected to other.");
  });

  it("an unknown endpoint", async () => {
    const nowhere = await user.cli.run(["forward", crypto.randomUUID(), "--to", target.origin]);
    expect([nowhere.code, nowhere.output]).toEqual([4, expect.stringContaining("not found")]);
  });
});
