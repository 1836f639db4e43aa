import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { publicUrl } from "../env.ts";
import { isLoopback } from "./loopback.ts";
import type { AppContext } from "../app-context.ts";

/*
 * All our cookies are HttpOnly, valid for all paths, and have one of two name prefixes. Browsers
 * also send them to webhook URLs (`/h/…`). There, the prefix distinguishes them from the sender's
 * own cookies.
 */
const PLAIN_PREFIX = "hooknexus_";
// RFC 6265bis, 4.1.3.2: a browser accepts this prefix only with Secure, Path=/ and no Domain.
const HOST_PREFIX = "__Host-hooknexus_";

/**
 * - `session`: the secret of a session
 * - `browser`: the secret of a browser that requested a sign-in code
 * - `github`: the state and the continuation of a GitHub sign-in
 */
export type CookieName = "session" | "browser" | "github";

function fullName(c: Context<AppContext>, name: CookieName): string {
  const prefix = isLoopback(publicUrl(c.env, c.req.raw)) ? PLAIN_PREFIX : HOST_PREFIX;
  return prefix + name;
}

export function readCookie(c: Context<AppContext>, name: CookieName): string | undefined {
  return getCookie(c, fullName(c, name));
}

/**
 * Sets one of our cookies, with `Secure` except on loopback.
 * @param sameSite "Lax" only if the browser must send it on a redirect from another site
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

/** A `Cookie` header without our cookies; null if nothing is left. */
export function withoutOurCookies(header: string): string | null {
  const kept = header.split(";").filter((cookie) => {
    const name = cookie.trimStart();
    return !name.startsWith(PLAIN_PREFIX) && !name.startsWith(HOST_PREFIX);
  });
  return kept.length > 0 ? kept.join(";").trimStart() : null;
}
