import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";

interface Mail {
  to: string;
  subject: string;
  text: string;
}

/**
 * Receives the worker's mail on one machine. It sends nothing: it prints each mail and saves it in
 * `STATE_DIR/mailbox`, with file names that sort by time.
 */
export class Mailbox {
  readonly #folder: string;
  readonly #secret: string;
  readonly #print: (line: string) => void;
  #count = 0;

  /** @param secret each call must carry it: every program on the machine can reach the port */
  constructor(stateDir: string, secret: string, print: (line: string) => void) {
    [this.#folder, this.#secret, this.#print] = [join(stateDir, "mailbox"), secret, print];
  }

  /** Resolves to the address at which it listens. It does not keep the process running. */
  async open(): Promise<string> {
    const server = createServer((request, response) => {
      this.#receive(request).then(
        (status) => response.writeHead(status).end(),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    server.listen(0, "127.0.0.1").unref();
    await once(server, "listening");
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async #receive(request: IncomingMessage): Promise<number> {
    if (request.headers.authorization !== this.#secret) return 403;
    this.#keep(JSON.parse(await text(request)) as Mail);
    return 204;
  }

  #keep(mail: Mail): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    // Anyone can request a mail, so the address is hostile: keep what is safe in a file name.
    const name = mail.to.replaceAll(/[^a-z0-9@.-]/gi, "_").replaceAll("..", "_");
    const file = `${Date.now()}-${String(this.#count++).padStart(4, "0")}-${name}.txt`;
    const content = `To: ${mail.to}\nSubject: ${mail.subject}\n\n${mail.text}\n`;
    writeFileSync(join(this.#folder, file), content, { mode: 0o600 });
    this.#print(
      `\n  Mail to ${mail.to}\n  ${mail.subject}\n  (saved as ${join(this.#folder, file)})\n`,
    );
  }
}
