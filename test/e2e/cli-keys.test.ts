import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { json as reply, type Received } from "./support/api.ts";
import { CommandLine, jsonLines } from "./support/command-line.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { useCommandLine } from "./support/use-command-line.ts";

const server = useSharedServer();
const user = useCommandLine(server, { credential: "token", each: "file" });

describe("`keys`", () => {
  it("are created, listed without their secrets, rotated and revoked", async () => {
    const create = ["keys", "create", "--name", "deploys", "--endpoint", user.endpoint.id];
    const created = await user.cli.run([...create, "--quiet"]);
    const key = created.stdout.trim();
    expect(created.output).toMatch(/^hnx_\w+\n$/);
    const asKey = { HOOKNEXUS_TOKEN: "", HOOKNEXUS_API_KEY: key };
    expect((await user.cli.run(["endpoints", "ls"], undefined, asKey)).code).toBe(0);
    const { stdout } = await user.cli.run(["keys", "ls", "--json"]);
    expect(stdout).not.toContain(key);
    expect(jsonLines(stdout)).toContainEqual(
      expect.objectContaining({ name: "deploys", endpointIds: [user.endpoint.id] }),
    );
    const rotated = await user.cli.run(["keys", "rotate", "deploys", "--overlap", "60", "--json"]);
    const [{ id, key: next } = { id: "", key: "" }] = jsonLines<{ id: string; key: string }>(
      rotated.stdout,
    );
    expect(next).not.toBe(key);
    const revoked = await user.cli.run(["keys", "revoke", id, "--yes", "--json"]);
    expect(jsonLines(revoked.stdout)).toEqual([{ id, revoked: true, closedConnections: 0 }]);
    const asNext = { HOOKNEXUS_TOKEN: "", HOOKNEXUS_API_KEY: next };
    expect((await user.cli.run(["endpoints", "ls"], undefined, asNext)).code).toBe(3);
  });

  it("are not revoked without --yes if there is no terminal, nor if the name is unknown", async () => {
    expect((await user.cli.run(["keys", "revoke", user.key.id])).code).toBe(2);
    expect((await user.cli.run(["keys", "rotate", user.key.id])).code).toBe(2);
    const missing = await user.cli.run(["keys", "revoke", "no such name", "--yes"]);
    expect([missing.code, missing.output]).toEqual([
      4,
      expect.stringContaining("`hooknexus keys ls`"),
    ]);
  });

  it("with an expiry in the past, or one that is not a time, are refused", async () => {
    for (const time of ["2020-01-01T00:00:00Z", "tomorrow"]) {
      expect((await user.cli.run(["keys", "create", "--expires", time])).code).toBe(2);
    }
  });
});

describe("`verify`", () => {
  const SECRET = "it must not be seen";
  const BODY = '{ "größe": 1.50 }';
  const hex = createHmac("sha256", SECRET).update(BODY).digest("hex");
  const signed = { "x-hub-signature-256": `sha256=${hex}` };

  it("checks a stored request, with a secret from the environment or from stdin", async () => {
    const init = { method: "POST", body: BODY, headers: signed };
    const { id } = await reply<Received>(await fetch(user.endpoint.url, init));
    const verify = ["verify", id, "--provider", "github"];
    const env = { HOOKNEXUS_SECRET: SECRET };
    const valid = await user.cli.run(verify, undefined, env);
    expect(valid).toMatchObject({ code: 0, stdout: "The signature is valid.\n" });
    expect((await user.cli.run(verify, `${SECRET}\n`)).code).toBe(0);
    const wrong = await user.cli.run(verify, undefined, { HOOKNEXUS_SECRET: "another" });
    expect(wrong.code).toBe(1);
    expect(wrong.output).toBe(
      "Error: The signature is not valid.\nThis secret doesn't produce that signature for this body. Check all three.\n",
    );
    const other = await user.cli.run(["verify", id, "--provider", "stripe"], undefined, env);
    expect([other.code, other.output]).toEqual([2, expect.stringContaining("stripe-signature")]);
    expect((await user.cli.run(verify)).output).toContain("Set HOOKNEXUS_SECRET");
  });

  it("checks a file or stdin, without signing in", async () => {
    const nobody = new CommandLine(server, { HOOKNEXUS_SECRET: SECRET });
    const file = join(nobody.home, "body.json");
    writeFileSync(file, BODY);
    const verify = ["verify", "--provider", "github", "--signature", `sha256=${hex}`, "--json"];
    const ran = await nobody.run([...verify, "--payload", file]);
    expect(jsonLines(ran.stdout)).toMatchObject([{ valid: true }]);
    expect((await nobody.run([...verify, "--payload", "-"], BODY)).code).toBe(0);
    expect((await nobody.run([...verify, "--payload", "-"], `${BODY} `)).code).toBe(1);
    await nobody.remove();
  });
});
