import type * as z from "zod";
import { parseArgs } from "node:util";
import type { Call } from "./call.ts";
import { createdEndpoint, endpointList, endpointRow } from "./shapes.ts";

/** Each option sends the field of the same name. Versions of the client use both spellings. */
const CREATE_OPTIONS = {
  isPermanent: { type: "boolean" },
  permanent: { type: "boolean" },
} as const;

export async function createEndpoint({ api, args }: Call): Promise<number> {
  const { values } = parseArgs({ args, options: CREATE_OPTIONS });
  const created = await api.json(createdEndpoint, "POST", "/api/endpoints", { ...values });
  console.log(`Created ${created.id}, ${validity(created.isPermanent, created.expiresAt)}`);
  console.log(`Send webhooks to ${created.url}`);
  return 0;
}

export async function listEndpoints({ api }: Call): Promise<number> {
  const { endpoints, total, usage } = await api.json(endpointList, "GET", "/api/endpoints");
  for (const row of endpoints) console.log(lineOf(row));
  console.log(`Endpoints: ${total}`);
  console.log(`Requests today: ${usage.dailyRequests} of ${usage.dailyRequestsMax}`);
  return 0;
}

export async function showEndpoint({ api, args: [id = ""] }: Call): Promise<number> {
  const row = await api.json(endpointRow, "GET", `/api/endpoints/${id}`);
  console.log(lineOf(row));
  console.log(`Created: ${row.created_at}`);
  console.log(`Last request: ${row.last_request_at ?? "never"}`);
  return 0;
}

export async function deleteEndpoint({ api, args: [id = ""] }: Call): Promise<number> {
  await api.call("DELETE", `/api/endpoints/${id}`);
  console.log(`Deleted ${id}`);
  return 0;
}

function lineOf(row: z.infer<typeof endpointRow>): string {
  const until = validity(row.is_permanent, row.expires_at);
  return `${row.id}  ${row.alias ?? "-"}  ${until}  ${row.request_count} requests`;
}

function validity(isPermanent: boolean, expiresAt: string | null): string {
  return isPermanent ? "permanent" : `until ${expiresAt}`;
}
