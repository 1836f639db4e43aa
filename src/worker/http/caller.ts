import type { Context } from "hono";
import type { AppContext } from "../app-context.ts";
import { senderIp } from "../domain/network.ts";

/** Enough to know a program by; it is the caller's own text, and stored. */
const MAX_USER_AGENT_CHARACTERS = 256;

export function callerIp(c: Context<AppContext>): string {
  return senderIp(c.req.raw) ?? "unknown";
}

/** What the caller says that it is, cut to a length that may be stored. */
export function callerUserAgent(c: Context<AppContext>): string | null {
  return c.req.header("user-agent")?.slice(0, MAX_USER_AGENT_CHARACTERS) ?? null;
}
