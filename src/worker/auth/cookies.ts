import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { publicUrl } from "../env.ts";
import { isLoopback } from "./loopback.ts";
import type { AppContext } from "../app-context.ts";

/*
 * Every cookie of ours: HttpOnly, for all paths, its name under one of two prefixes, so that
 * what a browser sends along to /h can be told from the sender's own cookies and taken out.
 */
const PLAIN_PREFIX = "hooknexus_";
// RFC 6265bis 4.1.3.2: a browser takes it only with Secure, Path=/ and no Domain.
const HOST_PREFIX = "__Host-hooknexus_";

export type CookieName = "session" | "browser" | "github";

function fullName(c: Context<AppContext>, name: CookieName): string {
  const prefix = isLoopback(publicUrl(c.env, c.req.raw)) ? PLAIN_PREFIX : HOST_PREFIX;
  return prefix + name;
}

export function readCookie(c: Context<AppContext>, name: CookieName): string | undefined {
  return getCookie(c, fullName(c, name));
}

/**
 * Sets a cookie of ours, `Secure` everywhere but on loopback.
 * @param sameSite "Lax" only where another site's redirect must carry it back
 */
export function writeCookie(
  c: Context<AppContext>,
  name: CookieName,
  value: string,
  maxAgeSeconds: number,
  sameSite: "Strict" | "Lax" = "Strict",
): void {
  setCookie(c, fullName(c, name), value, {
    httpOnly: true,
    secure: !isLoopback(publicUrl(c.env, c.req.raw)),
    path: "/",
    sameSite,
    maxAge: maxAgeSeconds,
  });
}

export function clearCookie(c: Context<AppContext>, name: CookieName): void {
  writeCookie(c, name, "", 0);
}

/** A `Cookie` header without the cookies of ours; null where none remains. */
export function withoutOurCookies(header: string): string | null {
  const kept = header.split(";").filter((cookie) => {
    const name = cookie.trimStart();
    return !name.startsWith(PLAIN_PREFIX) && !name.startsWith(HOST_PREFIX);
  });
  return kept.length > 0 ? kept.join(";").trimStart() : null;
}
