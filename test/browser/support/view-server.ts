import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { buildOnce } from "../../../src/host/build-once.ts";
import type { CapturedRequest } from "../../../src/protocol/captured-request.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

/** The dashboard's own policy (src/worker/routes/dashboard.ts). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const ROOT = join(import.meta.dirname, "../../..");
const VIEWS = "test/browser/support/request-views";
const TARGET = "dist/test-views";
const SOURCES = [
  `${VIEWS}/**/*`,
  "src/dashboard/**/*",
  "src/client/**/*.ts",
  "src/protocol/**/*.ts",
];

async function buildViews(folder: string): Promise<void> {
  await build({
    root: join(ROOT, VIEWS),
    configFile: false,
    envDir: false,
    logLevel: "error",
    plugins: [react()],
    build: {
      outDir: folder,
      assetsInlineLimit: 0,
      target: "es2022",
      modulePreload: { polyfill: false },
    },
  });
}

/** Serves the views of one request, so that any request can be looked at without sending it. */
export class ViewServer {
  readonly #server: Server;
  #request: CapturedRequest = captured({});
  #body: Uint8Array | null = null;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request.url ?? "/", response).catch(() => response.writeHead(404).end());
    });
  }

  static async start(): Promise<ViewServer> {
    await buildOnce({ root: ROOT, target: TARGET, sources: SOURCES, run: buildViews });
    const server = new ViewServer();
    await new Promise<void>((resolve) => void server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("It does not listen.");
    return `http://127.0.0.1:${address.port}`;
  }

  /** What is shown from now on. `body`, where it is not in the request itself. */
  show(request: Partial<CapturedRequest>, body: Uint8Array | null = null): void {
    this.#request = captured(request);
    this.#body = body;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => void this.#server.close(resolve));
    // The browser may have opened a connection in advance, which never sends a request.
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(path: string, response: ServerResponse): Promise<void> {
    if (path === "/request") return void response.end(JSON.stringify(this.#request));
    if (path === "/body") return void response.writeHead(this.#body ? 200 : 404).end(this.#body);
    const file = path === "/" ? "index.html" : path.replaceAll("..", "");
    const content = await readFile(join(ROOT, TARGET, file));
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    response.setHeader("content-security-policy", POLICY);
    response.end(content);
  }
}

function captured(changes: Partial<CapturedRequest>): CapturedRequest {
  return {
    id: randomUUID(),
    endpointId: randomUUID(),
    seq: 1,
    method: "POST",
    path: "/h/x",
    headers: {},
    rawHeaders: [],
    query: {},
    rawQuery: "",
    body: "",
    bodyEncoding: "utf8",
    contentType: null,
    ip: null,
    userAgent: null,
    size: Buffer.byteLength(changes.body ?? ""),
    createdAt: new Date(0).toISOString(),
    ...changes,
  };
}
