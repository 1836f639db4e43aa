import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callAs, json } from "./support/api.ts";
import { mailedCode } from "./support/mailbox.ts";
import { Program } from "./support/program.ts";
import { TestServer } from "./support/server.ts";

let server: TestServer;
let listening: Program | undefined;

beforeAll(async () => {
  // As a user starts it: the worker is built first if its sources changed.
  server = await TestServer.start({ BUILT_WORKER: "" });
});
afterAll(async () => {
  await listening?.kill();
  await server.remove();
});

/** The command below this heading in the output of the first start. */
function printedCommand(heading: string): string {
  const lines = server.output.split("\n");
  const at = lines.findIndex((line) => line.includes(heading));
  const command = lines[at + 1]?.trim();
  if (at < 0 || !command) throw new Error(`No command below "${heading}" in:\n${server.output}`);
  return command;
}

/** Replaces curl if it is not installed: sends the request that the command line describes. */
async function sendLike(curl: string): Promise<string> {
  const [, body, header, url] = /^curl -d '([^']*)' -H '([^']*)' (\S+)$/.exec(curl) ?? [];
  if (!body || !header || !url) throw new Error(`Not the expected command: ${curl}`);
  const [name = "", value = ""] = header.split(": ");
  const response = await fetch(url, { method: "POST", headers: { [name]: value }, body });
  return response.text();
}

function hasCurl(): boolean {
  return spawnSync("curl", ["--version"]).status === 0;
}

it("prints its URL, the state folder and what to do next", () => {
  expect(server.output).toContain(`HookNexus is running at ${server.origin}`);
  expect(server.output).toContain(server.stateDir);
  expect(server.output).toMatch(/ENDPOINT_ID=[0-9a-f-]{36} HOOKNEXUS_API_KEY=hnx_\w{38} /);
});

it("prints two commands that show a webhook if they are pasted unchanged", async () => {
  listening = new Program("sh", ["-c", printedCommand("Listen, in a second terminal:")]);
  await listening.says("Waiting for webhooks");
  const curl = printedCommand("Send a webhook, in a third terminal:");
  let reply: string;
  if (hasCurl()) {
    const sending = new Program("sh", ["-c", curl]);
    expect((await sending.ends()).code).toBe(0);
    reply = sending.output;
  } else {
    reply = await sendLike(curl);
  }
  expect(reply).toContain('"received":true');
  await listening.says('{"hello":"world"}');
  expect(listening.output).toMatch(/^\[new\] POST \/h\/[0-9a-f-]{36} \{"hello":"world"\}$/m);
});

it("leaves the owner no token that was created to set things up", async () => {
  const owner = await json<{ token: string }>(
    await callAs(server, server.adminToken, "POST", "/api/admin/accounts", {
      email: "owner@localhost.localdomain",
      plan: "team",
    }),
    201,
  );
  const reply = await callAs(server, owner.token, "GET", "/api/account/sessions");
  const { sessions } = await json<{ sessions: object[] }>(reply);
  expect(sessions).toMatchObject([{ isCurrent: true }]);
});

it("prints the code that it mails to somebody who signs in", async () => {
  const email = "owner@localhost.localdomain";
  const asked = await fetch(`${server.origin}/auth/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email }),
  });
  expect(asked.status).toBe(202);
  const code = await mailedCode(server, email);
  await server.program.says(`Mail to ${email}`);
  expect(server.output).toMatch(new RegExp(`Mail to ${email}\\n.*?${code}`));
});
