import type { EndpointRow, UpdateEndpointBody } from "../../../client/index.ts";
import type { Handshake } from "../../../protocol/response-settings.ts";
import { responseFormOf, responseOf, type ResponseForm } from "./response-form.ts";

/** The fields of the screen that are saved together. */
export interface SettingsForm {
  alias: string;
  isPermanent: boolean;
  response: ResponseForm;
  handshakes: readonly Handshake[];
}

export function formOf(row: EndpointRow): SettingsForm {
  return {
    alias: row.alias ?? "",
    isPermanent: row.is_permanent,
    response: responseFormOf(row.response),
    handshakes: row.handshakes,
  };
}

function wholeBodyOf({ alias, isPermanent, response, handshakes }: SettingsForm) {
  return {
    alias: alias.trim() || null,
    isPermanent,
    response: responseOf(response),
    handshakes: handshakes.toSorted(),
  };
}

/**
 * Only the fields that differ from the saved ones, so that a save does not undo somebody else's
 * change. Null if there are none.
 */
export function changesOf(form: SettingsForm, saved: SettingsForm): UpdateEndpointBody | null {
  const before: Record<string, unknown> = wholeBodyOf(saved);
  const changes = Object.entries(wholeBodyOf(form)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return changes.length === 0 ? null : Object.fromEntries(changes);
}
