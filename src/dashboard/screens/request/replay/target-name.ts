import { CLIENT_TYPES } from "../../../shell/client-types.ts";
import type { ClientMode, ClientType } from "../../../../protocol/client.ts";

/** A replay target, with the name of its key if it connected with one. */
export interface NamedTarget {
  connectionId: string;
  clientType: ClientType;
  clientMode: ClientMode;
  connectedAt: number;
  userAgent: string | null;
  keyName: string | null;
}

/** What a listener is called in a sentence: the name of its key, or its type. */
export function targetName({ clientType, keyName }: NamedTarget): string {
  return keyName ?? CLIENT_TYPES[clientType].label;
}
