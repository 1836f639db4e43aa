import type { ApiKey } from "../../../../client/index.ts";

export interface KeyCommand {
  title: string;
  /** For the copy button: "curl command". */
  what: string;
  code: string;
}

export interface KeyCommandOptions {
  origin: string;
  secret: string;
  /** An endpoint that the key may access; null if there is none yet. */
  endpointId: string | null;
}

const PLACEHOLDER = "ENDPOINT_ID";

/** Commands to paste, in order: the first sets the variables that the others use. */
export function keyCommands({ origin, secret, endpointId }: KeyCommandOptions): KeyCommand[] {
  const id = endpointId ?? PLACEHOLDER;
  return [
    {
      title: "Use it in this terminal",
      what: "environment variables",
      code: `export HOOKNEXUS_API_URL=${origin}\nexport HOOKNEXUS_API_KEY=${secret}`,
    },
    {
      title: "List requests",
      what: "curl command",
      code: `curl -H "authorization: Bearer $HOOKNEXUS_API_KEY" \\\n  ${origin}/api/endpoints/${id}/requests`,
    },
    {
      title: "Listen for new requests",
      what: "websocat command",
      code: `websocat "${origin.replace(/^http/, "ws")}/ws/${id}?apikey=$HOOKNEXUS_API_KEY"`,
    },
  ];
}

/** The endpoint to use in the commands. */
export function exampleEndpoint(
  { endpointIds }: ApiKey,
  endpoints: readonly { id: string }[],
): string | null {
  return endpointIds?.[0] ?? endpoints[0]?.id ?? null;
}
