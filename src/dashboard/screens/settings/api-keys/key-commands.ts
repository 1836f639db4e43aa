import type { ApiKey } from "../../../../client/index.ts";

export interface KeyCommand {
  title: string;
  /** For its copy button. */
  what: string;
  code: string;
}

export interface KeyCommandOptions {
  origin: string;
  secret: string;
  /** One that the key may see; null: there is none yet. */
  endpointId: string | null;
}

const PLACEHOLDER = "ENDPOINT_ID";

/** What to paste, in this order: the first is the one that the others read. */
export function keyCommands({ origin, secret, endpointId }: KeyCommandOptions): KeyCommand[] {
  const id = endpointId ?? PLACEHOLDER;
  return [
    {
      title: "Set it, for this terminal",
      what: "variables",
      code: `export HOOKNEXUS_API_URL=${origin}\nexport HOOKNEXUS_API_KEY=${secret}`,
    },
    {
      title: "Read what came in",
      what: "curl command",
      code: `curl -H "authorization: Bearer $HOOKNEXUS_API_KEY" \\\n  ${origin}/api/endpoints/${id}/requests`,
    },
    {
      title: "Listen",
      what: "websocat command",
      code: `websocat "${origin.replace(/^http/, "ws")}/ws/${id}?apikey=$HOOKNEXUS_API_KEY"`,
    },
  ];
}

/** The endpoint to show commands for: one that the key may see. */
export function exampleEndpoint(
  { endpointIds }: ApiKey,
  endpoints: readonly { id: string }[],
): string | null {
  return endpointIds?.[0] ?? endpoints[0]?.id ?? null;
}
