/** A section of the reference. Its name is an OpenAPI tag, from which generators name classes. */
interface Resource {
  name: string;
  description: string;
  /** Paths that begin with one of these belong to it. If several match, the longest wins. */
  prefixes: readonly string[];
}

/** In the order in which a reader needs them. */
export const RESOURCES: readonly Resource[] = [
  {
    name: "Webhooks",
    description:
      "Send webhooks here. A request with any method, to any path below the endpoint, is captured byte for byte and acknowledged after it is stored.",
    prefixes: ["/h/"],
  },
  {
    name: "Listening",
    description: "Receive requests over a WebSocket as they are stored.",
    prefixes: ["/ws/", "/api/endpoints/{id}/listeners"],
  },
  {
    name: "Endpoints",
    description: "An endpoint is a URL that receives webhooks.",
    prefixes: ["/api/endpoints"],
  },
  {
    name: "Requests",
    description: "The stored requests of an endpoint. The plan sets how long they are kept.",
    prefixes: ["/api/requests", "/api/endpoints/{id}/requests"],
  },
  {
    name: "Replay",
    description: "Send a stored request to a listener again. Not every plan includes replay.",
    prefixes: ["/api/replay"],
  },
  {
    name: "API keys",
    description: "Scripts and servers use API keys to listen and to read requests.",
    prefixes: ["/api/keys"],
  },
  {
    name: "Signatures",
    description: "Check that a webhook comes from the provider that it claims to come from.",
    prefixes: ["/api/verify-signature"],
  },
  {
    name: "Signing in",
    description: "Sign in with a code that is sent by email. There are no passwords.",
    prefixes: ["/auth"],
  },
  {
    name: "Account",
    description: "The account's usage, sign-ins and data.",
    prefixes: ["/api/account", "/billing"],
  },
  {
    name: "Operator",
    description: "For the operator of the server, who has its `ADMIN_TOKEN`.",
    prefixes: ["/api/admin"],
  },
  {
    name: "Server",
    description: "The health of the server, and this API as an OpenAPI document.",
    prefixes: ["/api/health", "/openapi.json"],
  },
];

/** @throws if no resource has a prefix of the path: add one above */
export function resourceOf(path: string): string {
  const matches = RESOURCES.flatMap(({ name, prefixes }) =>
    prefixes.filter((prefix) => path.startsWith(prefix)).map((prefix) => ({ name, prefix })),
  );
  const longest = matches.toSorted((a, b) => b.prefix.length - a.prefix.length)[0];
  if (!longest) throw new Error(`${path} belongs to no resource: see resources.ts.`);
  return longest.name;
}
