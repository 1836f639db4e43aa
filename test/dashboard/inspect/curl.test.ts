import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { curlCommand, urlAt } from "../../../src/dashboard/inspect/curl.ts";
import type { Pairs } from "../../../src/protocol/captured-request.ts";

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: Pairs;
  body: Buffer;
}

const received: Received[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { method, url, rawHeaders } = request;
    const headers: Pairs = rawHeaders.flatMap((name, at) =>
      at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1] ?? ""]] : [],
    );
    received.push({ method, url, headers, body: Buffer.concat(chunks) });
    response.writeHead(200, { "content-length": 6 }).end("answer");
  });
});
// Idle connections stay open, so that a client that waits for more than the response times out.
server.keepAliveTimeout = 0;
let origin = "";
let folder = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  origin = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "curl-"));
});
afterEach(async () => {
  received.length = 0;
  await rm(folder, { recursive: true });
});

const MAX_SHOWN = 500;

interface Sent {
  method?: string;
  path?: string;
  rawQuery?: string;
  rawHeaders?: Pairs;
  body?: string | Uint8Array;
}

/** Runs the command as if someone had pasted it, and returns what the server received. */
async function send({
  method = "POST",
  path = "/",
  rawQuery = "",
  rawHeaders = [],
  body = "",
}: Sent) {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const url = urlAt(origin, { path, rawQuery });
  const { command, file } = curlCommand({ id: "a-b-1", method, rawHeaders }, url, bytes);
  if (file !== null) await writeFile(join(folder, file), bytes);
  await promisify(execFile)("sh", ["-c", command], { cwd: folder, timeout: 10_000 });
  const shown = command.slice(0, MAX_SHOWN);
  if (file !== null) await rm(join(folder, file));
  expect(await readdir(folder), shown).toEqual([]);
  expect(received, shown).toHaveLength(1);
  const [request] = received.splice(0);
  if (!request) throw new Error("Nothing was received.");
  expect(request.method).toBe(method);
  expect(request.url).toBe(url.slice(origin.length));
  expect(request.body.equals(bytes), shown).toBe(true);
  return { ...request, command };
}

const ATTACKS = [
  "$(touch pwned)",
  "`touch pwned`",
  "'; touch pwned; '",
  "'$(touch pwned)'",
  '"; touch pwned; "',
  "\\'; touch pwned #",
  "\n touch pwned\n",
  "\r\ntouch pwned\r\n",
  "\x03\ntouch pwned\n",
  "\x1b[201~\ntouch pwned\n",
  "a\n!touch pwned",
  "!!",
  "@pwned",
  "@/etc/passwd",
  "-o pwned",
  "--output pwned",
  "-K pwned",
  "< /etc/passwd",
  "| touch pwned",
  "& touch pwned &",
  "%s %n \\0041 \\x41 %",
  "$HOME ~ * ? {a,b} [1-3]",
  "a\0b",
  "trailing\n\n",
  "\t\ttabs",
  "\u0085\u009b31m",
  "\ufeff\u202eé😀",
  "\\",
  "'",
  "''",
  "",
];

describe("a curl command", () => {
  it.each(ATTACKS)("sends the body %j byte for byte, and does nothing else", async (body) => {
    await send({ body });
  });

  it.each(ATTACKS)("sends the header value %j, or leaves it out", async (attack) => {
    const value = attack.trim();
    const { headers } = await send({ rawHeaders: [["x-a", value]], body: "x" });
    const isHeader = !/[\r\n\0]/.test(value);
    const sent = headers.filter(([name]) => name === "x-a");
    const wire = Buffer.from(value, "utf8").toString("latin1");
    expect(sent).toEqual(isHeader ? [["x-a", wire]] : []);
  });

  it("presses no key in the terminal that it is pasted into, and expands no history", () => {
    for (const attack of ATTACKS) {
      const request = { id: "1", method: attack || "GET", rawHeaders: [["x-a", attack]] as Pairs };
      const bytes = new TextEncoder().encode(attack);
      const { command } = curlCommand(request, "http://a.test", bytes);
      expect(command).toMatch(/^(?:\P{Cc}|\n)*$/u);
      const quoted = command.split("\n").filter((line) => !/^(?:curl|printf| {2}-)/.test(line));
      expect(quoted.filter((line) => line.includes("!"))).toEqual([]);
    }
  });

  it("leaves out invalid header names, and sends any method", async () => {
    for (const name of ["@pwned", "x y", "x:y", "", "-o\npwned", "x\r\ny"]) {
      const { headers } = await send({ rawHeaders: [[name, "1"]], body: "x" });
      expect(headers.map(([one]) => one).toSorted()).toEqual(["content-length", "host"]);
    }
    for (const method of ["GET", "DELETE", "PROPFIND", "OPTIONS", "PATCH"]) {
      await send({ method });
      await send({ method, body: "x" });
    }
  });

  it("does not wait for the body that the response to a HEAD announces but never has", async () => {
    await send({ method: "HEAD" });
    await send({ method: "HEAD", body: "x" });
  });

  it("sends every possible byte, in a body of any length", async () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect((await send({ body: everyByte })).command).toContain("base64 --decode");
    const atLimit = await send({ body: "'".repeat(24 * 1024) });
    expect(atLimit.command).toContain("--data-raw");
    const above = await send({ body: "'".repeat(24 * 1024 + 1) });
    expect(above.command).toContain("--data-binary @./a-b-1.body");
    await send({ body: new Uint8Array(24 * 1024).fill(0xff) });
    await send({ body: new Uint8Array(3_000_000).fill(0xff) });
  });

  it("sends the captured headers in order, and none of curl's own", async () => {
    const rawHeaders: Pairs = [
      ["x-b", "1"],
      ["x-a", "2"],
      ["x-b", "3"],
      ["x-empty", ""],
      ["authorization", "Bearer x"],
      ["cookie", "a=b; c=d"],
      ["content-encoding", "gzip"],
    ];
    const dropped = [
      ["host", "hooks.test"],
      ["content-length", "999"],
      ["accept-encoding", "br"],
      ["cf-ray", "1"],
      ["cf-connecting-ip", "1.2.3.4"],
      ["x-forwarded-for", "1.2.3.4"],
      ["x-real-ip", "1.2.3.4"],
      ["connection", "close"],
      ["transfer-encoding", "chunked"],
      ["expect", "100-continue"],
    ] satisfies Pairs;
    const { headers } = await send({ rawHeaders: [...dropped, ...rawHeaders], body: "x" });
    expect(headers.filter(([name]) => name !== "host")).toEqual([
      ...rawHeaders,
      ["content-length", "1"],
    ]);
    const own: Pairs = [
      ["user-agent", "me/1"],
      ["accept", "a/b"],
      ["content-type", "c/d"],
    ];
    const { headers: all } = await send({ rawHeaders: own, body: "x" });
    expect(all.slice(1, -1)).toEqual(own);
  });

  it("sends path and query as they were captured", async () => {
    for (const path of [
      "/h/1/../a",
      "/a[1-3]{b,c}",
      "/a%20b%2F",
      "/$(id)`id`",
      "/a'b",
      "//b",
      "/@c",
    ]) {
      await send({ path, rawQuery: "a=1&b[]=2&c=%zz&d='$HOME'&e={x,y}" });
    }
  });

  it("escapes characters that a URL must not have, and rejects other schemes", () => {
    const request = { id: "1", method: "GET", rawHeaders: [] };
    const commandTo = (url: string) => curlCommand(request, url, new Uint8Array()).command;
    expect(commandTo("http://a.test/b c\n'é")).toContain(
      String.raw`'http://a.test/b%20c%0A'\''%C3%A9'`,
    );
    for (const url of ["file:///etc/passwd", "javascript:alert(1)", "-o", "", "gopher://a"]) {
      expect(() => commandTo(url)).toThrow(TypeError);
    }
  });

  it("names a file by the request's id, unless that is hostile", () => {
    const bytes = new Uint8Array(100_000);
    for (const id of ["../../x", "a b", "$(x)", ""]) {
      const { file } = curlCommand({ id, method: "POST", rawHeaders: [] }, "http://a.test", bytes);
      expect(file).toBe("request.body");
    }
  });
});
