import type { Context } from "hono";
import type { AppContext } from "../app-context.ts";

/** Enough to identify a program. It is the caller's own text, and it is stored. */
const MAX_USER_AGENT_CHARACTERS = 256;

/** `192.0.2.1:50000`, `[2001:db8::1]:50000`, or an IPv4 address on a dual-stack socket. */
const PEER = /^(?:\[(?:::ffff:(?=\d+\.))?(.+)\]|(.+)):\d+$/;

/**
 * The IP address that a request came from, as the edge or a proxy in front of us reports it, or
 * else as the runtime does on one machine. Null if neither does.
 */
export function senderIp(request: Request): string | null {
  const reported = request.headers.get("cf-connecting-ip");
  if (reported !== null) return reported;
  const peer = request.cf?.["clientIp"];
  const [, v6, v4] = (typeof peer === "string" && PEER.exec(peer)) || [];
  return v6 ?? v4 ?? null;
}

export function callerIp(c: Context<AppContext>): string {
  return senderIp(c.req.raw) ?? "unknown";
}

/** The caller's User-Agent, cut to a length that may be stored. */
export function callerUserAgent(c: Context<AppContext>): string | null {
  return c.req.header("user-agent")?.slice(0, MAX_USER_AGENT_CHARACTERS) ?? null;
}
