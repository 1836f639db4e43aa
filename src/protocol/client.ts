import * as z from "zod/mini";

/** What kind of client listens: a dashboard, a command line, a script with a key, or unsaid. */
export const clientType = z.enum(["web", "cli", "api_key", "unknown"]);
export type ClientType = z.infer<typeof clientType>;

/** What it does with what it hears; null where it did not say. */
export const clientMode = z.nullable(z.enum(["listen", "forward"]));
export type ClientMode = z.infer<typeof clientMode>;
