import type { ClientType } from "../../protocol/client.ts";
import type { IconName } from "../components/icon.tsx";

/** What each kind of listener is called, and its icon. */
export const CLIENT_TYPES: Record<ClientType, { icon: IconName; label: string }> = {
  web: { icon: "screen", label: "Dashboard" },
  cli: { icon: "terminal", label: "CLI" },
  api_key: { icon: "key", label: "API key" },
  unknown: { icon: "person", label: "Account token" },
};
