import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Changes } from "./wait.ts";

/** A request received by the local target. */
export interface Arrived {
  method: string;
  /** Path and query, as sent. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The developer's server that webhooks are forwarded to. */
export class LocalTarget {
  readonly arrived: Arrived[] = [];
  readonly #changes = new Changes();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        this.arrived.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(204).end();
        this.#changes.happened();
      });
    });
  }

  static async open(): Promise<LocalTarget> {
    const target = new LocalTarget();
    await new Promise<void>((resolve) => target.#server.listen(0, "127.0.0.1", resolve));
    return target;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The newest request, once exactly `count` have arrived. */
  async newestOf(count: number): Promise<Arrived> {
    const isThere = () => this.arrived.length >= count;
    await this.#changes.until(isThere, () => `request ${count} at the local target`);
    const newest = this.arrived.at(-1);
    if (!newest || this.arrived.length > count)
      throw new Error(`More than ${count} requests arrived.`);
    return newest;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
