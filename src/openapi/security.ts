import type { SecurityScheme } from "./types.ts";
import type { Caller } from "../protocol/route.ts";

export const SECURITY_SCHEMES: Readonly<Record<string, SecurityScheme>> = {
  account: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "hnt_…",
    description: "An account token.",
  },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-hooknexus_session",
    description:
      "The cookie that is set when you sign in. On a loopback address it is called `hooknexus_session`. Requests that change something must also send the site's own URL as `Origin`.",
  },
  apiKey: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "hnx_…",
    description: "An API key. It can be restricted to certain endpoints.",
  },
  operator: {
    type: "http",
    scheme: "bearer",
    description: "The server's `ADMIN_TOKEN`. If it is not set, the operator routes do not exist.",
  },
  apiKeyInQuery: {
    type: "apiKey",
    in: "query",
    name: "apikey",
    description: "An API key, for clients that can't set headers.",
  },
  tokenInQuery: {
    type: "apiKey",
    in: "query",
    name: "token",
    description: "An account token, for clients that can't set headers.",
  },
};

type SchemeName = keyof typeof SECURITY_SCHEMES;

const SCHEMES: Record<Caller, SchemeName[]> = {
  anyone: [],
  account: ["account", "session"],
  account_or_key: ["account", "session", "apiKey"],
  operator: ["operator"],
};

/** A caller needs one of the schemes, not all of them. */
export function anyOf(...schemes: SchemeName[]): Record<string, string[]>[] {
  return schemes.map((scheme) => ({ [scheme]: [] }));
}

export function securityOf(caller: Caller): Record<string, string[]>[] {
  return anyOf(...SCHEMES[caller]);
}
