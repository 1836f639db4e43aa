import { describe, expect, it } from "vitest";
import { CommandLine, jsonLines } from "./support/command-line.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { useCommandLine } from "./support/use-command-line.ts";

const server = useSharedServer();
const user = useCommandLine(server, { credential: "token", each: "file" });

/** Runs a command with --json. Returns what it printed. */
async function json(...args: string[]): Promise<Record<string, unknown>[]> {
  const { code, stdout, output } = await user.cli.run([...args, "--json"]);
  expect(code, output).toBe(0);
  return jsonLines(stdout);
}

describe("`endpoints`", () => {
  it("are created, listed, shown, changed and deleted", async () => {
    const [created = {}] = await json("endpoints", "create", "--alias", "orders");
    expect(created).toMatchObject({ alias: "orders", isPermanent: false });
    const id = String(created["id"]);
    const listed = await json("endpoints", "ls");
    expect(listed.map((row) => row["id"])).toEqual([id, user.endpoint.id]);
    const update = ["endpoints", "update", "orders"];
    const changed = await json(...update, "--pause", "--status", "202", "--body", "ok");
    expect(changed).toMatchObject([{ id, is_paused: true, response: { status: 202, body: "ok" } }]);
    expect((await fetch(String(created["url"]), { method: "POST" })).status).toBe(403);
    await json(...update, "--resume", "--default-response", "--no-alias", "--permanent");
    expect(await json("endpoints", "info", id)).toMatchObject([
      {
        id,
        url: created["url"],
        alias: null,
        is_paused: false,
        is_permanent: true,
        response: null,
      },
    ]);
    expect(await json("endpoints", "delete", id, "--yes")).toEqual([{ id, deleted: true }]);
    const gone = await user.cli.run(["endpoints", "info", id]);
    expect(gone.code).toBe(4);
    expect(gone.output).toContain("Error: Endpoint not found\nRun `hooknexus endpoints ls`");
  });

  it("are listed as a table, and `create --quiet` prints only the URL", async () => {
    const { code, stdout } = await user.cli.run(["endpoints", "ls"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ID +ALIAS +REQUESTS +STATE +EXPIRES\n/);
    expect(stdout).toContain(user.endpoint.id);
    const created = await user.cli.run(["endpoints", "create", "--quiet"]);
    expect(created.output).toMatch(new RegExp(`^${server.origin}/h/[0-9a-f-]{36}\n$`));
  });

  it("suggest `listen` with the alias, or with the id if the alias needs quotes", async () => {
    const hintOf = async (alias: string) => {
      const { code, output } = await user.cli.run(["endpoints", "create", "--alias", alias]);
      expect([code, output]).toEqual([0, expect.stringContaining("/h/")]);
      return output;
    };
    expect(await hintOf("invoices")).toContain("Listen with `hooknexus listen invoices`.");
    expect(await hintOf("my invoices")).toMatch(/Listen with `hooknexus listen [0-9a-f-]{36}`\./);
  });

  it("are not deleted without --yes if there is no terminal", async () => {
    const { code, output } = await user.cli.run(["endpoints", "delete", user.endpoint.id]);
    expect(code).toBe(2);
    expect(output).toContain("there is no terminal to confirm it in.\nAdd --yes");
    expect(await json("endpoints", "info", user.endpoint.id)).toHaveLength(1);
  });
});

describe("`whoami` and `config`", () => {
  it("show the account and the server, and only the start of the secret", async () => {
    const { token, email } = user.account;
    for (const command of ["whoami", "config"]) {
      const { code, output } = await user.cli.run([command]);
      expect(code, output).toBe(0);
      expect(output).toContain(server.origin);
      expect(output).toContain(`${token.slice(0, 8)}…`);
      expect(output).not.toContain(token.slice(0, 12));
    }
    expect(await json("whoami")).toMatchObject([{ email, plan: "team", server: server.origin }]);
    const { stdout } = await user.cli.run(["whoami"]);
    expect(stdout).toContain("team");
    expect(stdout).toMatch(/^endpoints: +\d of 1,000$/m);
    expect(stdout).toMatch(/^requests today: +\d of unlimited$/m);
  });

  it("work with an API key for what keys may do", async () => {
    const { key } = user.key;
    const withKey = new CommandLine(server, { HOOKNEXUS_API_KEY: key });
    const { code, output } = await withKey.run(["whoami"]);
    expect([code, output]).toEqual([0, expect.stringContaining("API key:")]);
    expect(output).not.toContain(key.slice(0, 12));
    expect((await withKey.run(["endpoints", "ls"])).stdout).toContain(user.endpoint.id);
    const token = { HOOKNEXUS_TOKEN: key };
    expect((await withKey.run(["endpoints", "create"], undefined, token)).output).toContain(
      "Unset HOOKNEXUS_TOKEN, and",
    );
    const refused = await withKey.run(["endpoints", "create"]);
    expect(refused.code).toBe(3);
    expect(refused.output).toContain("API keys can't do this.");
    expect(refused.output).toContain("Unset HOOKNEXUS_API_KEY, and run `hooknexus login`");
    await withKey.remove();
  });
});
