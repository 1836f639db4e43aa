import type { Context } from "hono";
import type { AppContext } from "../app-context.ts";

/** Enough to identify a program. The header is limited because it is stored. */
const MAX_USER_AGENT_CHARACTERS = 256;

/** `192.0.2.1:50000`, `[2001:db8::1]:50000`, or `[::ffff:192.0.2.1]:50000` (dual-stack socket). */
const PEER = /^(?:\[(?:::ffff:(?=\d+\.))?(.+)\]|(.+)):\d+$/;

/**
 * The IP address that a request came from. The edge or a proxy in front of us reports it in a
 * header; without that header, the runtime may know it. Null if neither does.
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

/** The caller's User-Agent, truncated for storage. */
export function callerUserAgent(c: Context<AppContext>): string | null {
  return c.req.header("user-agent")?.slice(0, MAX_USER_AGENT_CHARACTERS) ?? null;
}
