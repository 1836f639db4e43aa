import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { WebSocketServer, type WebSocket } from "ws";

/*
 * The server that people would write by hand: one Node process that inserts before it replies, and a
 * set of sockets per endpoint. It checks no ids, has no limits and no catching up.
 *
 * WAL with synchronous=FULL runs one fsync per commit before the reply, as workerd does for a Durable
 * Object (counted with strace). NORMAL would be faster, but a power cut would lose acknowledged
 * requests.
 */
const [port, stateDir] = [Number(process.argv[2]), process.argv[3] ?? "."];

const database = new DatabaseSync(join(stateDir, "requests.sqlite"));
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
database.exec(`CREATE TABLE IF NOT EXISTS requests (
  seq INTEGER PRIMARY KEY, endpoint TEXT NOT NULL, created_at INTEGER NOT NULL,
  method TEXT NOT NULL, path TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL
)`);
const insert = database.prepare(
  "INSERT INTO requests (endpoint, created_at, method, path, headers, body) VALUES (?, ?, ?, ?, ?, ?)",
);

const listeners = new Map<string, Set<WebSocket>>();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => take(request, Buffer.concat(pieces), response));
});

function take(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const { method = "", url: path = "" } = request;
  const endpoint = endpointOf(path);
  const createdAt = Date.now();
  const headers = JSON.stringify(request.headers);
  const { lastInsertRowid: seq } = insert.run(endpoint, createdAt, method, path, headers, body);
  const payload = { seq: Number(seq), endpoint, createdAt, method, path, body: String(body) };
  const frame = JSON.stringify({ ...payload, headers: request.headers });
  for (const socket of listeners.get(endpoint) ?? []) socket.send(frame);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ received: true, seq: Number(seq), timestamp: createdAt }));
}

server.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (listener) => {
    const endpoint = endpointOf(request.url ?? "");
    const all = listeners.get(endpoint) ?? new Set();
    listeners.set(endpoint, all.add(listener));
    listener.on("close", () => all.delete(listener));
  });
});

/** The second segment, after `/h` or `/ws`. */
function endpointOf(path: string): string {
  return path.split("/", 3)[2]?.split("?", 1)[0] ?? "";
}

server.listen(port, "127.0.0.1");
