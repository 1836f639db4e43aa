import { connect, type Socket } from "node:net";

/** Replies of ingest are far smaller. */
const READ_BYTES = 64 * 1024;
const HEAD_END = "\r\n\r\n";

/** What comes back of one request: its status, or 0 where the connection broke. */
export type OnReply = (status: number) => void;

/**
 * A keep-alive connection that has one request under way at a time. It writes bytes that were
 * made before and reads no more of a reply than its status and where it ends: what the bench
 * itself costs is taken from the server under test, which shares its cores.
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
      // One buffer for all that comes: no stream, no garbage.
      buffer: Buffer.allocUnsafe(READ_BYTES),
      callback: (count: number, buffer: Uint8Array) => {
        this.#receive(buffer as Buffer, count);
        return true;
      },
    };
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true, onread }, onOpen);
    this.#socket.on("error", onError).on("close", () => this.#answer(0));
  }

  get isFree(): boolean {
    return this.#onReply === null && !this.#socket.destroyed;
  }

  /** Sends a request. Call it again only once it was answered. */
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
    if (!isWhole(bytes)) {
      // Copied, for the buffer is used again.
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

/** Whether the bytes are a whole reply: it has a length, or ends with the last chunk. */
function isWhole(bytes: Buffer): boolean {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return false;
  const length = /content-length: *(\d+)/i.exec(bytes.toString("latin1", 0, headEnd))?.[1];
  if (length === undefined) return bytes.subarray(-5).equals(LAST_CHUNK);
  return bytes.length >= headEnd + HEAD_END.length + Number(length);
}

const LAST_CHUNK = Buffer.from("0\r\n\r\n");
