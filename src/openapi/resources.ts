interface Resource {
  name: string;
  description: string;
  /** How the addresses begin that belong to it; the longest beginning of all counts. */
  addresses: readonly string[];
}

/** The order in which a reader needs them. */
export const RESOURCES: readonly Resource[] = [
  {
    name: "Webhooks",
    description:
      "Where webhooks are sent to. Every method and every path below the endpoint is captured, to the byte, and acknowledged once it is stored.",
    addresses: ["/h/"],
  },
  {
    name: "Listening",
    description: "Who hears of a request in the moment it is stored.",
    addresses: ["/ws/", "/api/endpoints/{id}/listeners"],
  },
  {
    name: "Endpoints",
    description: "The addresses that take webhooks in.",
    addresses: ["/api/endpoints"],
  },
  {
    name: "Requests",
    description: "What came: its history is kept for as long as the plan says.",
    addresses: ["/api/requests", "/api/endpoints/{id}/requests"],
  },
  {
    name: "Replay",
    description: "Stored requests, sent to a listener again. Not on every plan.",
    addresses: ["/api/replay"],
  },
  {
    name: "API keys",
    description: "What scripts and servers listen and read with.",
    addresses: ["/api/keys"],
  },
  {
    name: "Signatures",
    description: "Whether a webhook came from whom it says.",
    addresses: ["/api/verify-signature"],
  },
  {
    name: "Signing in",
    description: "By a code that is mailed. There is no password.",
    addresses: ["/auth"],
  },
  {
    name: "Account",
    description: "What the account uses, and where it is signed in.",
    addresses: ["/api/account", "/billing"],
  },
  {
    name: "Operator",
    description: "For whoever runs the server, with its `ADMIN_TOKEN`.",
    addresses: ["/api/admin"],
  },
  {
    name: "Server",
    description: "The server itself.",
    addresses: ["/api/health", "/openapi.json"],
  },
];

/** @throws where a path belongs to none of them: give it a place above */
export function resourceOf(path: string): string {
  const begins = RESOURCES.flatMap(({ name, addresses }) =>
    addresses.filter((address) => path.startsWith(address)).map((address) => ({ name, address })),
  );
  const longest = begins.toSorted((a, b) => b.address.length - a.address.length)[0];
  if (!longest) throw new Error(`${path} belongs to no resource: see resources.ts.`);
  return longest.name;
}
