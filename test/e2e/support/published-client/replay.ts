import { parseArgs } from "node:util";
import type { Call } from "./call.ts";
import { dispatched, replayTargets, requestRow } from "./shapes.ts";

const OPTIONS = { to: { type: "string" } } as const;

/** Sends a stored request again, to the listener of `--to` or else to the first one. */
export async function replay({ api, args }: Call): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [requestId = ""] = positionals;
  const { targets } = await api.json(replayTargets, "GET", `/api/replay/targets/${requestId}`);
  const preview = await api.json(requestRow, "GET", `/api/replay/preview/${requestId}`);
  console.log(`Replaying ${preview.method} ${preview.path}`);
  const connectionId = values.to ?? targets[0]?.connectionId;
  const sent = await api.json(dispatched, "POST", "/api/replay", { requestId, connectionId });
  const target = `${sent.clientType} ${sent.clientMode} ${sent.connectionId}`;
  console.log(`${sent.statusCode} ${sent.statusText} to ${target}`);
  return 0;
}
