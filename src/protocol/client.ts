import * as z from "zod/mini";

/** The type of a listener: dashboard, command line, script with an API key, or not given. */
export const clientType = z.enum(["web", "cli", "api_key", "unknown"]);
export type ClientType = z.infer<typeof clientType>;

/** How a listener uses requests; null if it did not say. */
export const clientMode = z.nullable(z.enum(["listen", "forward"]));
export type ClientMode = z.infer<typeof clientMode>;
