import type { CapturedRequest, StoredRequest } from "../../../protocol/captured-request.ts";
import { CLOSE } from "../../../protocol/close-codes.ts";
import { defaultFrameBytes } from "../../../protocol/frame-limits.ts";
import {
  encodeFrame,
  encodeNewRequest,
  MAX_CLIENT_FRAME_LENGTH,
  PING_FRAME,
  SILENT_AFTER_MS,
} from "../../../protocol/frames.ts";
import type { Plan } from "../../../protocol/plans.ts";
import type { Connection } from "../../../protocol/replay.ts";
import { MINUTE_MS } from "../../../protocol/time-units.ts";
import type { Upgrade } from "../contract/upgrade.ts";
import { readAttachment, writeAttachment, type Attachment } from "./attachment.ts";
import { DeferredFrames } from "./deferred-frames.ts";
import { Outlet } from "./outlet.ts";
import { RequestFrames } from "./request-frames.ts";

/** Together with SILENT_AFTER_MS, this closes every silent peer within 15 minutes. */
export const SILENCE_CHECK_INTERVAL_MS = 13 * MINUTE_MS;

const MAX_BAD_FRAMES = 100;

export interface ListenersDeps {
  ctx: DurableObjectState;
  endpointId(): string;
  /** The origin of the URLs in frames, for listeners whose upgrade did not say. */
  publicUrl: string;
}

/** The sockets of one endpoint: admits them up to a limit, sends frames to them, closes them. */
export class Listeners {
  readonly #deps: ListenersDeps;
  readonly #deferred: DeferredFrames;
  readonly #outlets = new WeakMap<WebSocket, Outlet>();

  /** @param now Unix milliseconds */
  constructor(deps: ListenersDeps, now: number) {
    this.#deps = deps;
    // The runtime answers pings itself, even while the object hibernates. Its reply is a constant,
    // so it always contains the time of this call.
    const pong = new WebSocketRequestResponsePair(PING_FRAME, encodeFrame("pong", {}, now));
    this.#deferred = new DeferredFrames((isArmed) => {
      deps.ctx.setWebSocketAutoResponse(isArmed ? pong : undefined);
    });
  }

  /**
   * Accepts a socket if a slot is free or a silent peer can be evicted.
   *
   * Counting and accepting are synchronous, so that racing upgrades can't share the last slot.
   *
   * @param now Unix milliseconds
   * @returns the connection id; null if the limit is reached
   */
  admit(
    socket: WebSocket,
    { identity, format }: Pick<Upgrade, "identity" | "format">,
    maxListeners: number,
    now: number,
  ): string | null {
    const open = this.#listOpen();
    if (open.length >= maxListeners && !this.#evictSilent(open, now)) return null;
    const connectionId = crypto.randomUUID();
    this.#deps.ctx.acceptWebSocket(socket, [credentialTag(identity.credentialId)]);
    writeAttachment(socket, {
      ...identity,
      connectionId,
      admission: nextAdmission(open),
      connectedAt: now,
      pingedAt: null,
      badFrames: 0,
      ...(format && { format }),
    });
    return connectionId;
  }

  /** Sends frames to a socket that was just admitted, before any other frame. */
  sendFirst(socket: WebSocket, frames: readonly string[], now: number): void {
    this.#deferred.sendAfterUpgrade(socket, frames);
    // Nearly always, nothing was missed, and `connected` is small.
    if (frames.length === 1) return;
    const bytes = frames.reduce((sum, { length }) => sum + length, 0);
    this.#outletOf(socket).count(socket, bytes, now);
  }

  /** The open sockets. Sends deferred first frames before it returns. */
  open(tag?: string): WebSocket[] {
    this.#deferred.flush();
    return this.#listOpen(tag);
  }

  /** Excludes a closing socket: the runtime lists it until its closing handshake ends. */
  #listOpen(tag?: string): WebSocket[] {
    const sockets = this.#deps.ctx.getWebSockets(tag);
    return sockets.filter((socket) => socket.readyState === WebSocket.OPEN);
  }

  /** The connections, oldest first, each with the credential that opened it. */
  list(): (Connection & { credentialId: string })[] {
    return this.#oldestFirst().map((listener) => {
      const { credentialId, connectionId, clientType, clientMode, connectedAt, userAgent } =
        listener;
      return { connectionId, clientType, clientMode, connectedAt, userAgent, credentialId };
    });
  }

  /**
   * Sends a request to one connection. Returns whether it was sent.
   * @param encode encodes the request as a frame
   */
  sendTo(
    connectionId: string,
    request: StoredRequest,
    encode: (request: CapturedRequest) => string,
    now: number,
  ): boolean {
    const socket = this.#find(connectionId);
    if (!socket) return false;
    const frames = new RequestFrames(request, this.#deps.endpointId(), encode);
    return this.#outletOf(socket).send(socket, [frames], now);
  }

  /** Closes one connection on behalf of the endpoint's owner. Returns whether it was open. */
  disconnect(connectionId: string): boolean {
    const socket = this.#find(connectionId);
    socket?.close(CLOSE.NORMAL, "disconnected by the owner");
    return socket !== undefined;
  }

  #find(connectionId: string): WebSocket | undefined {
    return this.open().find((socket) => readAttachment(socket).connectionId === connectionId);
  }

  /** Not sorted by `connectedAt`: sockets may share a time, and the clock may step back. */
  #oldestFirst(): (Attachment & { socket: WebSocket })[] {
    return this.open()
      .map((socket) => ({ socket, ...readAttachment(socket) }))
      .toSorted((a, b) => a.admission - b.admission);
  }

  /**
   * Sends requests to every open socket, in order. Each is encoded at most once for all listeners
   * with the same limit.
   */
  broadcast(requests: readonly StoredRequest[], now: number): void {
    const open = this.open();
    if (open.length === 0) return;
    const frames = requests.map((request) => this.#newRequest(request));
    for (const socket of open) this.#outletOf(socket).send(socket, frames, now);
  }

  /** A stored request as a `new_request` frame for one socket. */
  encodeFor(socket: WebSocket, request: StoredRequest): string {
    return this.#newRequest(request).frameFor(this.#outletOf(socket).format).text;
  }

  #newRequest(request: StoredRequest): RequestFrames {
    return new RequestFrames(request, this.#deps.endpointId(), encodeNewRequest);
  }

  #outletOf(socket: WebSocket): Outlet {
    const known = this.#outlets.get(socket);
    if (known) return known;
    const { format, clientType, sentAt } = readAttachment(socket);
    const fallback = { maxBytes: defaultFrameBytes(clientType), origin: this.#deps.publicUrl };
    const outlet = new Outlet(format ?? fallback, sentAt, () => this.#pingedAt(socket));
    this.#outlets.set(socket, outlet);
    return outlet;
  }

  /** Closes every socket that this credential opened. Returns how many. */
  closeCredential(credentialId: string): number {
    const sockets = this.open(credentialTag(credentialId));
    return close(sockets, CLOSE.CREDENTIAL_REVOKED, "credential revoked");
  }

  /** Closes every socket because the endpoint is gone. Returns how many. */
  closeAll(): number {
    return close(this.open(), CLOSE.ENDPOINT_GONE, "endpoint deleted or expired");
  }

  /** Closes the sockets of keys beyond `maxApiKeys`, then the newest beyond `maxListeners`. */
  closeBeyond({ maxApiKeys, maxListeners }: Plan): number {
    const oldestFirst = this.#oldestFirst();
    const isAllowed = ({ keyRank }: Attachment) => keyRank === null || keyRank < maxApiKeys;
    const staying = new Set(oldestFirst.filter(isAllowed).slice(0, maxListeners));
    const beyond = oldestFirst.filter((one) => !staying.has(one)).map(({ socket }) => socket);
    return close(beyond, CLOSE.PLAN_LIMIT_LOWERED, "plan limit lowered");
  }

  /** Handles a frame from a listener: answers a ping and rejects a frame that is not JSON. */
  receive(socket: WebSocket, message: string | ArrayBuffer, now: number): void {
    this.#deferred.flush();
    const type = frameType(message);
    if (type === null) return this.#rejectFrame(socket, now);
    if (type !== "ping") return;
    writeAttachment(socket, { ...readAttachment(socket), pingedAt: now });
    socket.send(encodeFrame("pong", {}, now));
  }

  #rejectFrame(socket: WebSocket, now: number): void {
    const attachment = readAttachment(socket);
    const badFrames = attachment.badFrames + 1;
    if (badFrames > MAX_BAD_FRAMES) {
      return socket.close(CLOSE.POLICY_VIOLATION, "too many frames that are not JSON");
    }
    writeAttachment(socket, { ...attachment, badFrames });
    const kib = MAX_CLIENT_FRAME_LENGTH / 1024;
    const message = `Send frames as JSON text {"type": …} of at most ${kib} KiB.`;
    socket.send(encodeFrame("error", { message }, now));
  }

  /** Closes every peer that has pinged before and then fell silent. */
  closeSilent(now: number): void {
    const silent = this.open().filter((socket) => isSilent(this.#pingedAt(socket), now));
    close(silent, CLOSE.PEER_SILENT, "silent for too long");
  }

  /** Closes the peer that has been silent longest. Returns whether there was one. */
  #evictSilent(open: WebSocket[], now: number): boolean {
    const [longestSilent] = open
      .map((socket) => ({ socket, pingedAt: this.#pingedAt(socket) }))
      .filter(({ pingedAt }) => isSilent(pingedAt, now))
      .toSorted((a, b) => (a.pingedAt ?? 0) - (b.pingedAt ?? 0));
    longestSilent?.socket.close(CLOSE.PEER_SILENT, "silent for too long");
    return longestSilent !== undefined;
  }

  /** When the peer last pinged; null if never, as with plain WebSocket tools. */
  #pingedAt(socket: WebSocket): number | null {
    const answered = this.#deps.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? null;
    const received = readAttachment(socket).pingedAt;
    if (answered === null || received === null) return answered ?? received;
    return Math.max(answered, received);
  }
}

/**
 * Answers a close frame. The runtime does not do that for a hibernatable socket, and the peer would
 * hang. Codes 1005, 1006 and 1015 mean "no code" and must not be sent (RFC 6455, 7.4.1).
 */
export function answerClose(socket: WebSocket, code: number, reason: string): void {
  const canBeSent = code !== 1005 && code !== 1006 && code !== 1015;
  socket.close(canBeSent ? code : CLOSE.NORMAL, reason);
}

function isSilent(pingedAt: number | null, now: number): boolean {
  return pingedAt !== null && now - pingedAt > SILENT_AFTER_MS;
}

/** One more than the highest `admission` of an open socket. Needs no storage of its own. */
function nextAdmission(open: readonly WebSocket[]): number {
  return 1 + Math.max(0, ...open.map((socket) => readAttachment(socket).admission));
}

function credentialTag(credentialId: string): string {
  return `credential:${credentialId}`;
}

function close(sockets: readonly WebSocket[], code: number, reason: string): number {
  for (const socket of sockets) socket.close(code, reason);
  return sockets.length;
}

/** The type of a frame; "" if it has none, null if the frame is too long or not JSON text. */
function frameType(message: string | ArrayBuffer): string | null {
  if (typeof message !== "string" || message.length > MAX_CLIENT_FRAME_LENGTH) return null;
  try {
    const frame: unknown = JSON.parse(message);
    const hasType = typeof frame === "object" && frame !== null && "type" in frame;
    return hasType && typeof frame.type === "string" ? frame.type : "";
  } catch {
    return null;
  }
}
