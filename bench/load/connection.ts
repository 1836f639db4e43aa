import { connect, type Socket } from "node:net";

/** Replies are far smaller. */
const READ_BYTES = 64 * 1024;
const HEAD_END = "\r\n\r\n";

/** Gets the status of a reply, or 0 if the connection broke. */
type OnReply = (status: number) => void;

/**
 * A keep-alive connection with one open request at a time. It writes prepared bytes, and reads only
 * a reply's status and end: the load generator shares its cores with the server under test, so it
 * must be cheap.
 */
export class Connection {
  readonly #socket: Socket;
  #pending: Buffer | null = null;
  #onReply: OnReply | null = null;

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const connection: Connection = new Connection(port, () => resolve(connection), reject);
    });
  }

  private constructor(port: number, onOpen: () => void, onError: (error: Error) => void) {
    const onread = {
      // One buffer for all reads: no stream, no garbage.
      buffer: Buffer.allocUnsafe(READ_BYTES),
      callback: (count: number, buffer: Uint8Array) => {
        this.#receive(buffer as Buffer, count);
        return true;
      },
    };
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true, onread }, onOpen);
    this.#socket.on("error", onError).on("close", () => this.#answer(0));
  }

  /** Sends a request. Call it only after the last one was answered. */
  send(request: Buffer, onReply: OnReply): void {
    this.#onReply = onReply;
    if (this.#socket.destroyed) return this.#answer(0);
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(buffer: Buffer, count: number): void {
    const read = buffer.subarray(0, count);
    const bytes = this.#pending === null ? read : Buffer.concat([this.#pending, read]);
    if (!isComplete(bytes)) {
      // Copied, because the buffer is reused.
      this.#pending = Buffer.from(bytes);
      return;
    }
    this.#pending = null;
    this.#answer(Number(bytes.toString("latin1", 9, 12)));
  }

  #answer(status: number): void {
    const onReply = this.#onReply;
    this.#onReply = null;
    onReply?.(status);
  }
}

/** Whether the reply has arrived completely: by its content-length, or by its last chunk. */
function isComplete(bytes: Buffer): boolean {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return false;
  const length = /content-length: *(\d+)/i.exec(bytes.toString("latin1", 0, headEnd))?.[1];
  if (length === undefined) return bytes.subarray(-5).equals(LAST_CHUNK);
  return bytes.length >= headEnd + HEAD_END.length + Number(length);
}

const LAST_CHUNK = Buffer.from("0\r\n\r\n");
