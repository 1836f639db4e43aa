import type { IconName } from "../components/icon.tsx";

/** Links to the account settings, for the account menu and the settings navigation. */
export const SETTINGS_LINKS: readonly { to: string; label: string; icon: IconName }[] = [
  { to: "/settings/keys", label: "API keys", icon: "key" },
  { to: "/settings/sessions", label: "Sessions", icon: "clock" },
  { to: "/settings/usage", label: "Plan and usage", icon: "settings" },
  { to: "/settings/account", label: "Account", icon: "person" },
];
