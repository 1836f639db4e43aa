import { execFile, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callAs, json, newWorld, postWebhook, type World } from "./support/api.ts";
import { Program } from "./support/program.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { IS_CI } from "./support/toolchains.ts";

const run = promisify(execFile);
const CURL = spawnSync("curl", ["--version"]).status === 0;

/** Error codes that mean a documented command is itself wrong. */
const WRONG_COMMAND = [
  "malformed_json",
  "invalid_field",
  "invalid_parameter",
  "invalid_request",
  "unsupported_grant_type",
  "not_signed_in",
  "key_not_allowed",
  "not_found",
  "method_not_allowed",
  "internal",
];

const server = useSharedServer();
let world: World;
let samples: string[];
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hooknexus-docs-"));
  world = await newWorld(server, "pro");
  const pages = await Promise.all(["/docs/api", "/docs", "/docs/connect"].map(samplesOn));
  samples = pages.flat();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
});

async function samplesOn(path: string): Promise<string[]> {
  const page = await (await fetch(server.origin + path)).text();
  return [...page.matchAll(/<pre[^>]*>\n?([\s\S]*?)<\/pre>/g)].map(([, text = ""]) => textOf(text));
}

function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** The variables that the page tells its reader to set. */
function variables(requestId: string): Record<string, string> {
  return {
    URL: server.origin,
    TOKEN: world.account.token,
    ADMIN_TOKEN: server.adminToken,
    ENDPOINT_ID: world.endpoint.id,
    REQUEST_ID: requestId,
    ACCOUNT_ID: world.account.id,
    KEY_ID: world.key.id,
    SESSION_ID: randomUUID(),
    CONNECTION_ID: randomUUID(),
  };
}

/** Creates an account for the mail address that the samples use. Resolves to its token. */
async function newAccountOf(email: string): Promise<string> {
  const input = { email, plan: "pro" };
  const path = "/api/admin/accounts";
  const made = await callAs(server, server.adminToken, "POST", path, input);
  return (await json<{ token: string }>(made, 201)).token;
}

/** Runs a command exactly as if it were pasted into a shell. Resolves to its output. */
async function paste(command: string, env: Record<string, string>): Promise<string> {
  const everything = { PATH: process.env["PATH"] ?? "", ...env };
  // Bash reads .bashrc even for one command if its input is a socket, as it is here.
  const args = ["--norc", "-c", command];
  return (await run("bash", args, { cwd: folder, env: everything })).stdout;
}

function codeOf(printed: string): string | undefined {
  // Several lines of JSON are an export, never an error.
  if (!printed.startsWith("{") || printed.includes("}\n{")) return undefined;
  return (JSON.parse(printed) as { code?: string }).code;
}

/** Deletions come last, and signing out after them: the other commands need the data and the token. */
function leastDestructiveFirst(commands: string[]): string[] {
  const damage = (command: string) =>
    command.includes("/auth/logout") ? 2 : Number(command.includes("-X DELETE"));
  return commands.toSorted((a, b) => damage(a) - damage(b));
}

describe("a sample in the documentation", () => {
  it.skipIf(!CURL && !IS_CI)("is a command that the server accepts, for each route", async () => {
    const { id } = await postWebhook(world, '{"paid":true}');
    const commands = leastDestructiveFirst(samples.filter((text) => text.startsWith("curl")));
    expect(commands.some((command) => command.includes("/h/$ENDPOINT_ID/orders?test=1"))).toBe(
      true,
    );
    const deletedToken = await newAccountOf("you@example.com");
    const outcomes: { command: string; printed: string; code: string | undefined }[] = [];
    for (const command of commands) {
      const isDeletion = command.includes('-X DELETE "$URL/api/account"');
      const settings = { ...variables(id), ...(isDeletion && { TOKEN: deletedToken }) };
      const printed = await paste(command, settings);
      outcomes.push({ command, printed, code: codeOf(printed) });
    }
    const wrong = outcomes.filter(({ code = "" }) => WRONG_COMMAND.includes(code));
    expect(wrong).toEqual([]);
    expect(outcomes.filter(({ code }) => code === undefined).length).toBeGreaterThan(20);
  });

  it("is a listener that prints what is posted", async () => {
    const program = samples.find((text) => text.includes("new WebSocket"));
    writeFileSync(join(folder, "listener.mjs"), program ?? "");
    const fresh = await newWorld(server, "pro");
    const listener = new Program(process.execPath, [join(folder, "listener.mjs")], {
      URL: server.origin,
      ENDPOINT_ID: fresh.endpoint.id,
      KEY: fresh.key.key,
    });
    await listener.says("type: 'pong'");
    await postWebhook(fresh, "hello, listener");
    await listener.says("hello, listener");
    await listener.kill();
  });
});
