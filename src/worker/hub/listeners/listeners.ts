import * as z from "zod/mini";
import { CLOSE } from "../../../protocol/close-codes.ts";
import { clientMode, clientType } from "../../../protocol/client.ts";
import {
  encodeFrame,
  MAX_CLIENT_FRAME_LENGTH,
  PING_FRAME,
  SILENT_AFTER_MS,
} from "../../../protocol/frames.ts";
import type { Plan } from "../../../protocol/plans.ts";
import type { Connection } from "../../../protocol/replay.ts";
import { Greetings } from "./deferred-frames.ts";

/** Who connects, as the worker that authenticated it says. */
export const listenerIdentity = z.object({
  credentialId: z.string(),
  /** How many valid API keys of the account are older than this one; null: it is no key. */
  keyRank: z.nullable(z.int()),
  /** When the credential ends by itself, in Unix milliseconds; null: never. */
  credentialExpiresAt: z.nullable(z.number()),
  clientType,
  clientMode,
  userAgent: z.nullable(z.string()),
});
export type ListenerIdentity = z.infer<typeof listenerIdentity>;

/** What a socket carries through hibernation; the runtime's limit is 2 KiB. */
const attachment = z.extend(listenerIdentity, {
  connectionId: z.string(),
  /** Grows with each socket: of two that came in one millisecond it says which was first. */
  admission: z.int(),
  /** Unix milliseconds. */
  connectedAt: z.number(),
  /** When it last pinged in other words than PING_FRAME, which the runtime answers by itself. */
  pingedAt: z.nullable(z.number()),
  badFrames: z.int(),
});
type Attachment = z.infer<typeof attachment>;

/** A peer that falls silent right after one look is found at the next, 15 minutes at the latest. */
export const LOOK_FOR_SILENCE_MS = 13 * 60_000;

const MAX_BAD_FRAMES = 100;

/** The sockets of one endpoint: admits them up to a limit, sends to all, closes some. */
export class Listeners {
  readonly #ctx: DurableObjectState;
  readonly #greetings: Greetings;

  /** @param now Unix milliseconds */
  constructor(ctx: DurableObjectState, now: number) {
    this.#ctx = ctx;
    // Answered by the runtime, asleep or awake. The reply is a constant: its timestamp is when it
    // was armed, not when it was sent.
    const pong = new WebSocketRequestResponsePair(PING_FRAME, encodeFrame("pong", {}, now));
    this.#greetings = new Greetings((isArmed) => {
      ctx.setWebSocketAutoResponse(isArmed ? pong : undefined);
    });
  }

  /**
   * Accepts a socket where there is a place, or where a silent peer gives up its own.
   * Count and accept stand in one turn, so that racing upgrades can't share the last place.
   *
   * @param now Unix milliseconds
   * @returns the connection's id, or null where the limit is reached
   */
  admit(
    socket: WebSocket,
    identity: ListenerIdentity,
    maxListeners: number,
    now: number,
  ): string | null {
    const open = this.#listOpen();
    if (open.length >= maxListeners && !this.#evictSilent(open, now)) return null;
    const connectionId = crypto.randomUUID();
    this.#ctx.acceptWebSocket(socket, [credentialTag(identity.credentialId)]);
    const carried: Attachment = {
      ...identity,
      connectionId,
      admission: nextAdmission(open),
      connectedAt: now,
      pingedAt: null,
      badFrames: 0,
    };
    socket.serializeAttachment(carried);
    return connectionId;
  }

  /** Sends frames to a socket that was just admitted, before anything else is. */
  greet(socket: WebSocket, frames: readonly string[]): void {
    this.#greetings.add(socket, frames);
  }

  /** Open sockets, greeted. */
  open(tag?: string): WebSocket[] {
    this.#greetings.sendAll();
    return this.#listOpen(tag);
  }

  /** The runtime lists a socket until its closing handshake ends: those don't count. */
  #listOpen(tag?: string): WebSocket[] {
    return this.#ctx.getWebSockets(tag).filter((socket) => socket.readyState === WebSocket.OPEN);
  }

  /** Who is connected, the longest first, and by which credential. */
  list(): (Connection & { credentialId: string })[] {
    return this.#oldestFirst().map((carried) => {
      const { credentialId, connectionId, clientType: type, ...rest } = carried;
      const { clientMode: mode, connectedAt, userAgent } = rest;
      const said = { connectionId, clientType: type, clientMode: mode };
      return { ...said, connectedAt, userAgent, credentialId };
    });
  }

  /** Sends a frame to one connection; says whether it is there. */
  sendTo(connectionId: string, frame: string): boolean {
    const socket = this.#find(connectionId);
    socket?.send(frame);
    return socket !== undefined;
  }

  /** Closes one connection because its owner wants it closed; says whether it was there. */
  disconnect(connectionId: string): boolean {
    const socket = this.#find(connectionId);
    socket?.close(CLOSE.NORMAL, "disconnected by the owner");
    return socket !== undefined;
  }

  #find(connectionId: string): WebSocket | undefined {
    return this.open().find((socket) => attachmentOf(socket).connectionId === connectionId);
  }

  /** Not by `connectedAt`, which many share, and which a clock that steps back turns around. */
  #oldestFirst(): (Attachment & { socket: WebSocket })[] {
    return this.open()
      .map((socket) => ({ socket, ...attachmentOf(socket) }))
      .toSorted((a, b) => a.admission - b.admission);
  }

  /** Sends frames to every open socket, in order. They are made once, if anybody is there. */
  broadcast(encode: () => readonly string[]): void {
    const open = this.open();
    if (open.length === 0) return;
    const frames = encode();
    for (const socket of open) {
      for (const frame of frames) socket.send(frame);
    }
  }

  /** Closes every socket that this credential opened; returns how many. */
  closeCredential(credentialId: string): number {
    const sockets = this.open(credentialTag(credentialId));
    return closeAll(sockets, CLOSE.CREDENTIAL_REVOKED, "credential revoked");
  }

  /** The endpoint is gone: closes every socket; returns how many. */
  closeEveryone(): number {
    return closeAll(this.open(), CLOSE.ENDPOINT_GONE, "endpoint deleted or expired");
  }

  /** Closes what the plan does not allow: sockets of too many keys, and the newest of too many. */
  closeBeyond({ maxApiKeys, maxListeners }: Plan): number {
    const oldestFirst = this.#oldestFirst();
    const isAllowed = ({ keyRank }: Attachment) => keyRank === null || keyRank < maxApiKeys;
    const staying = new Set(oldestFirst.filter(isAllowed).slice(0, maxListeners));
    const beyond = oldestFirst.filter((one) => !staying.has(one)).map(({ socket }) => socket);
    return closeAll(beyond, CLOSE.PLAN_LIMIT_LOWERED, "plan limit lowered");
  }

  /** Answers what a listener sends: pings in other words, and what is no frame at all. */
  receive(socket: WebSocket, message: string | ArrayBuffer, now: number): void {
    this.#greetings.sendAll();
    const type = frameType(message);
    if (type === null) return this.#refuseFrame(socket, now);
    if (type !== "ping") return;
    socket.serializeAttachment({ ...attachmentOf(socket), pingedAt: now });
    socket.send(encodeFrame("pong", {}, now));
  }

  #refuseFrame(socket: WebSocket, now: number): void {
    const carried = attachmentOf(socket);
    const badFrames = carried.badFrames + 1;
    if (badFrames > MAX_BAD_FRAMES) {
      return socket.close(CLOSE.POLICY_VIOLATION, "too many frames that are not JSON");
    }
    socket.serializeAttachment({ ...carried, badFrames });
    const kib = MAX_CLIENT_FRAME_LENGTH / 1024;
    const message = `Send frames as JSON text {"type": …} of at most ${kib} KiB.`;
    socket.send(encodeFrame("error", { message }, now));
  }

  /** Closes every peer that has pinged and then fallen silent. */
  closeSilent(now: number): void {
    const silent = this.open().filter((socket) => isSilent(this.#pingedAt(socket), now));
    closeAll(silent, CLOSE.PEER_SILENT, "silent for too long");
  }

  /** Closes the peer that has been silent the longest, if one is; says whether one was. */
  #evictSilent(open: WebSocket[], now: number): boolean {
    const silent = open
      .map((socket) => ({ socket, pingedAt: this.#pingedAt(socket) }))
      .filter(({ pingedAt }) => isSilent(pingedAt, now))
      .toSorted((a, b) => (a.pingedAt ?? 0) - (b.pingedAt ?? 0))[0];
    silent?.socket.close(CLOSE.PEER_SILENT, "silent for too long");
    return silent !== undefined;
  }

  /** When the peer last pinged; null where it never has, as plain WebSocket tools don't. */
  #pingedAt(socket: WebSocket): number | null {
    const answered = this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? null;
    const received = attachmentOf(socket).pingedAt;
    if (answered === null || received === null) return answered ?? received;
    return Math.max(answered, received);
  }
}

/**
 * Answers a close frame: the runtime does not do so for a hibernatable socket, and its peer
 * would hang. 1005, 1006 and 1015 stand for a close without a code; none may be sent (RFC 6455
 * 7.4.1).
 */
export function answerClose(socket: WebSocket, code: number, reason: string): void {
  const canBeSent = code !== 1005 && code !== 1006 && code !== 1015;
  socket.close(canBeSent ? code : CLOSE.NORMAL, reason);
}

function isSilent(pingedAt: number | null, now: number): boolean {
  return pingedAt !== null && now - pingedAt > SILENT_AFTER_MS;
}

/** Above that of every open socket, and so kept by those alone: it need not be stored. */
function nextAdmission(open: readonly WebSocket[]): number {
  return 1 + Math.max(0, ...open.map((socket) => attachmentOf(socket).admission));
}

function credentialTag(credentialId: string): string {
  return `credential:${credentialId}`;
}

function attachmentOf(socket: WebSocket): Attachment {
  return attachment.parse(socket.deserializeAttachment());
}

function closeAll(sockets: WebSocket[], code: number, reason: string): number {
  for (const socket of sockets) socket.close(code, reason);
  return sockets.length;
}

/** The type that a frame names, "" where it names none, null where it is not a frame of ours. */
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
