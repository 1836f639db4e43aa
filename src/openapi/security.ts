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
      "The cookie that signing in sets; on a loopback address it is `hooknexus_session`. What it changes must come with the site's own `Origin`.",
  },
  apiKey: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "hnx_…",
    description: "An API key. One made for certain endpoints sees those alone.",
  },
  operator: {
    type: "http",
    scheme: "bearer",
    description: "The deployment's `ADMIN_TOKEN`. Unset, the operator's routes do not exist.",
  },
  apiKeyInQuery: {
    type: "apiKey",
    in: "query",
    name: "apikey",
    description: "An API key, for clients that can't set a header.",
  },
  tokenInQuery: {
    type: "apiKey",
    in: "query",
    name: "token",
    description: "An account token, for clients that can't set a header.",
  },
};

type SchemeName = keyof typeof SECURITY_SCHEMES;

const SCHEMES: Record<Caller, SchemeName[]> = {
  anyone: [],
  account: ["account", "session"],
  account_or_key: ["account", "session", "apiKey"],
  operator: ["operator"],
};

/** Any one of the schemes will do. */
export function anyOf(...schemes: SchemeName[]): Record<string, string[]>[] {
  return schemes.map((scheme) => ({ [scheme]: [] }));
}

export function securityOf(caller: Caller): Record<string, string[]>[] {
  return anyOf(...SCHEMES[caller]);
}
