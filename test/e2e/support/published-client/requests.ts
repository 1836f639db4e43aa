import type * as z from "zod";
import { parseArgs } from "node:util";
import { Refused, type Api } from "./api.ts";
import type { Call } from "./call.ts";
import { requestList, requestRow } from "./shapes.ts";

type Row = z.infer<typeof requestRow>;

const PAGE_OPTIONS = {
  limit: { type: "string", default: "20" },
  offset: { type: "string", default: "0" },
} as const;

export async function listRequests({ api, args }: Call): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: PAGE_OPTIONS,
    allowPositionals: true,
  });
  const [endpointId = ""] = positionals;
  const path = `/api/endpoints/${endpointId}/requests?limit=${values.limit}&offset=${values.offset}`;
  const { requests, total } = await api.json(requestList, "GET", path);
  for (const row of requests)
    console.log(`${row.id}  ${row.method} ${row.path}  ${row.size} bytes`);
  console.log(`Requests: ${total}`);
  return 0;
}

export async function showRequest({ api, args: [id = ""] }: Call): Promise<number> {
  const row = await findRequest(api, id);
  if (!row) return missing(id);
  console.log(`${row.method} ${row.path}${queryOf(row)}`);
  for (const [name, value] of Object.entries(row.headers)) console.log(`${name}: ${value}`);
  console.log(`\n${row.body}`);
  return 0;
}

export async function showBody({ api, args: [id = ""] }: Call): Promise<number> {
  const row = await findRequest(api, id);
  if (!row) return missing(id);
  process.stdout.write(row.body);
  return 0;
}

export async function deleteRequests({ api, args }: Call): Promise<number> {
  const options = { bare: { type: "boolean" } } as const;
  const { values, positionals: ids } = parseArgs({ args, options, allowPositionals: true });
  if (ids.length === 1) await api.call("DELETE", `/api/requests/${ids[0]}`);
  else await api.call("DELETE", "/api/requests", values.bare ? ids : { ids });
  console.log(`Deleted ${ids.join(", ")}`);
  return 0;
}

/** A request; null if the reply has exactly this error message. */
async function findRequest(api: Api, id: string): Promise<Row | null> {
  try {
    return await api.json(requestRow, "GET", `/api/requests/${id}`);
  } catch (error) {
    if (error instanceof Refused && error.message === "Request not found") return null;
    throw error;
  }
}

function missing(id: string): number {
  console.error(`There is no request ${id}.`);
  return 1;
}

function queryOf({ query }: Row): string {
  const text = new URLSearchParams(query).toString();
  return text && `?${text}`;
}
