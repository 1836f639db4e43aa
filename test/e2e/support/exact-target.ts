import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Changes } from "./wait.ts";

/** A request received by the target, with its exact bytes. */
export interface Exact {
  method: string;
  url: string;
  /** Alternating names and values. */
  rawHeaders: string[];
  headers: Record<string, string>;
  body: Buffer;
}

/** A user's own server, which can go down and come up again on the same port. */
export class ExactTarget {
  readonly arrived: Exact[] = [];
  /** The status of its responses. */
  status = 204;
  /** If true, it accepts requests and never responds. */
  isSilent = false;
  readonly port: number;
  readonly #changes = new Changes();
  #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.#answer();
  }

  static async open(): Promise<ExactTarget> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new ExactTarget(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get bodies(): string[] {
    return this.arrived.map(({ body }) => body.toString());
  }

  async has(count: number): Promise<Exact[]> {
    const isThere = () => this.arrived.length >= count;
    await this.#changes.until(
      isThere,
      () => `request ${count} at the target, which got ${this.bodies.join(", ")}`,
    );
    return this.arrived;
  }

  async goDown(): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async comeUp(): Promise<void> {
    this.#server = createServer().listen(this.port, "127.0.0.1");
    this.#answer();
    await once(this.#server, "listening");
  }

  #answer(): void {
    this.#server.on("request", async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = "", url = "", rawHeaders } = request;
      const headers = request.headers as Record<string, string>;
      this.arrived.push({ method, url, rawHeaders, headers, body: Buffer.concat(chunks) });
      if (!this.isSilent) response.writeHead(this.status, { "content-length": "0" }).end();
      this.#changes.happened();
    });
  }
}
