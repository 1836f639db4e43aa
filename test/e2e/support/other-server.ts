import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import { Changes } from "./wait.ts";

/** How the server replies. `open` is called with each socket that it accepts. */
export interface Behaviour {
  status: number;
  body: string;
  open?: (socket: WebSocket) => void;
}

/**
 * A server that breaks the contract on purpose, to show how a client reacts. A fault that the client
 * tolerated would stay hidden in the tests against the real server.
 */
export class OtherServer {
  /** Every received request, including handshakes. */
  readonly requests: IncomingMessage[] = [];
  /** Every text received over a socket. */
  readonly frames: string[] = [];
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #changes = new Changes();

  private constructor({ status, body, open }: Behaviour) {
    const answer = { "content-length": Buffer.byteLength(body), connection: "close" };
    this.#server = createServer((request, response) => {
      this.requests.push(request);
      response.writeHead(status, answer).end(body);
    });
    // Without this handler, Node answers a handshake like any other request.
    if (!open) return;
    this.#server.on("upgrade", (request, connection, head) => {
      this.requests.push(request);
      this.#sockets.handleUpgrade(request, connection, head, (socket) => {
        socket.on("message", (data: Buffer) => this.#hear(data.toString()));
        open(socket);
      });
    });
  }

  static async start(behaviour: Behaviour): Promise<OtherServer> {
    const server = new OtherServer(behaviour);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async hears(count: number): Promise<void> {
    await this.#changes.until(
      () => this.frames.length >= count,
      () => `${count} frames`,
    );
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #hear(text: string): void {
    this.frames.push(text);
    this.#changes.happened();
  }
}
