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

const TYPES: Record<ClientType, string> = {
  web: "Dashboard",
  cli: "Command line",
  api_key: "API key",
  unknown: "Listener",
};

export function typeName(type: ClientType): string {
  return TYPES[type];
}

/** What a listener is called in a sentence: its key, or what it is. */
export function targetName({ clientType, keyName }: NamedTarget): string {
  return keyName ?? TYPES[clientType];
}
