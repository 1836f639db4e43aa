import { CLIENT_TYPES } from "../../../shell/client-types.ts";
import type { ClientMode, ClientType } from "../../../../protocol/client.ts";

/** A listener as it can be chosen: its connection and, where a key opened it, that key's name. */
export interface NamedTarget {
  connectionId: string;
  clientType: ClientType;
  clientMode: ClientMode;
  connectedAt: number;
  userAgent: string | null;
  keyName: string | null;
}

/** What a listener is called in a sentence: its key, or what it is. */
export function targetName({ clientType, keyName }: NamedTarget): string {
  return keyName ?? CLIENT_TYPES[clientType].label;
}
