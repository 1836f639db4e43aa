import { DurableObject } from "cloudflare:workers";

/*
 * The floor: the least that a worker must do to capture a request, store it and push it. It has no
 * framework and no checks, stores no headers and always answers 200. Each request is one call and one
 * insert. The product is measured against it.
 *
 *   POST /h/:id        the whole job
 *   POST /store/:id    without sockets
 *   POST /object/:id   the call only, nothing is stored
 *   POST /worker/:id   no object at all
 *   GET  /ws/:id       connect a listener
 */
export class Floor extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS requests (seq INTEGER PRIMARY KEY, body BLOB)",
    );
  }

  receive(bytes) {
    return bytes.byteLength;
  }

  store(bytes) {
    this.ctx.storage.sql.exec("INSERT INTO requests (body) VALUES (?)", bytes);
  }

  capture(bytes) {
    this.store(bytes);
    for (const socket of this.ctx.getWebSockets()) socket.send(bytes);
  }

  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  // The runtime does not answer close frames of hibernatable sockets, so the peer would hang.
  webSocketClose(socket) {
    socket.close();
  }
}

export default {
  async fetch(request, env) {
    const [, job, id] = new URL(request.url).pathname.split("/");
    const object = () => env.FLOOR.getByName(id);
    if (job === "ws") return object().fetch(request);
    const bytes = await request.arrayBuffer();
    if (job === "h") await object().capture(bytes);
    if (job === "store") await object().store(bytes);
    if (job === "object") await object().receive(bytes);
    return new Response("stored");
  },
};
