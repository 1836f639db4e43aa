import { createClient } from "../../client/index.ts";

/** The one client of the page. The browser's session cookie says who is asking. */
export const client = createClient({ url: globalThis.location.origin });
