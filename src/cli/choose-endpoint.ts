import type { EndpointRow } from "../client/index.ts";
import { isUuid } from "../protocol/ids.ts";
import { EXIT } from "./exit-codes.ts";
import { Failure, usageFailure } from "./failure.ts";
import { choose, isInteractive } from "./prompt.ts";
import type { Session } from "./session.ts";

/** The endpoint with this id or alias. Without a name, the only endpoint, or the user's choice. */
export async function chooseEndpoint(
  session: Session,
  wanted: string | undefined,
): Promise<EndpointRow> {
  if (wanted !== undefined) return findEndpoint(session, wanted);
  const { endpoints } = await session.client.endpoints.list();
  const [first, second] = endpoints;
  if (!first) throw notFound("You have no endpoints.", "Run `hooknexus endpoints create`.");
  return second ? chooseOne(endpoints) : first;
}

/** @throws Failure if the account has no endpoint with this id or alias */
export async function findEndpoint({ client }: Session, wanted: string): Promise<EndpointRow> {
  if (isUuid(wanted)) return client.endpoints.get(wanted);
  const { endpoints } = await client.endpoints.list();
  const found = endpoints.find(({ alias }) => alias === wanted);
  if (found) return found;
  throw notFound(
    `You have no endpoint with the id or alias "${wanted}".`,
    "Run `hooknexus endpoints ls` to list your endpoints.",
  );
}

/** The alias if there is one, otherwise the id. */
export function nameOf({ alias, id }: EndpointRow): string {
  return alias ?? id;
}

async function chooseOne(endpoints: readonly EndpointRow[]): Promise<EndpointRow> {
  if (!isInteractive()) {
    throw usageFailure(
      `You have ${endpoints.length} endpoints. Name the one to use.`,
      `One of: ${endpoints.map(nameOf).join(", ")}`,
    );
  }
  const choices = endpoints.map((row) => ({ value: row.id, label: nameOf(row), hint: row.id }));
  const id = await choose("Which endpoint?", choices);
  const chosen = endpoints.find((row) => row.id === id);
  if (!chosen) throw notFound("There is no such endpoint.");
  return chosen;
}

function notFound(sentence: string, hint?: string): Failure {
  return new Failure(sentence, { exitCode: EXIT.NOT_FOUND, code: "endpoint_not_found", hint });
}
