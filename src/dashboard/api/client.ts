import { createClient } from "../../client/index.ts";

/** The page's only client. It authenticates with the session cookie. */
export const client = createClient({ url: globalThis.location.origin });
