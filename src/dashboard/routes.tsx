import { lazy, type ComponentType } from "react";

/*
 * The screens and their paths. Each screen is loaded when it is first opened, with the code that
 * only it needs, such as the highlighter.
 */

export const HomeScreen = lazy(async () => {
  const { EndpointsScreen } = await import("./screens/endpoints/endpoints-screen.tsx");
  return { default: EndpointsScreen };
});

export interface EndpointScreen {
  /** The path after `/endpoints/:endpointId`. */
  path: string;
  /** True if the screen fills the window and scrolls inside. */
  isFull: boolean;
  Screen: ComponentType<{ endpointId: string }>;
}

export const ENDPOINT_SCREENS: readonly EndpointScreen[] = [
  {
    path: "",
    isFull: true,
    Screen: lazy(async () => {
      const { LiveScreen } = await import("./screens/live/live-screen.tsx");
      return { default: LiveScreen };
    }),
  },
  {
    path: "/listeners",
    isFull: false,
    Screen: lazy(async () => {
      const { ListenersScreen } = await import("./screens/listeners/listeners-screen.tsx");
      return { default: ListenersScreen };
    }),
  },
  {
    path: "/settings",
    isFull: false,
    Screen: lazy(async () => {
      const module = await import("./screens/endpoint-settings/endpoint-settings-screen.tsx");
      return { default: module.EndpointSettingsScreen };
    }),
  },
  {
    path: "/compare",
    isFull: false,
    Screen: lazy(async () => {
      const { CompareScreen } = await import("./screens/compare/compare-screen.tsx");
      return { default: CompareScreen };
    }),
  },
];

export interface SettingsScreen {
  /** The path after `/settings`. */
  path: string;
  Screen: ComponentType;
}

export const SETTINGS_SCREENS: readonly SettingsScreen[] = [
  {
    path: "/keys",
    Screen: lazy(async () => {
      const { ApiKeysScreen } = await import("./screens/settings/api-keys/api-keys-screen.tsx");
      return { default: ApiKeysScreen };
    }),
  },
  {
    path: "/sessions",
    Screen: lazy(async () => {
      const { SessionsScreen } = await import("./screens/settings/sessions/sessions-screen.tsx");
      return { default: SessionsScreen };
    }),
  },
  {
    path: "/usage",
    Screen: lazy(async () => {
      const { UsageScreen } = await import("./screens/settings/usage/usage-screen.tsx");
      return { default: UsageScreen };
    }),
  },
  {
    path: "/account",
    Screen: lazy(async () => {
      const { AccountScreen } = await import("./screens/settings/account/account-screen.tsx");
      return { default: AccountScreen };
    }),
  },
];
