import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { INBOX_ROUTES } from "./inbox-routes.ts";

/** Every JSON route, by the name of what it does. Source: docs/api.md. */
export const ROUTES = { ...INBOX_ROUTES, ...ACCOUNT_ROUTES };

export type RouteName = keyof typeof ROUTES;
