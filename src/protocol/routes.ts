import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { INBOX_ROUTES } from "./inbox-routes.ts";

/** Every JSON route, by its operation id. Source: docs/api.md. */
export const ROUTES = { ...INBOX_ROUTES, ...ACCOUNT_ROUTES };

export type RouteName = keyof typeof ROUTES;
