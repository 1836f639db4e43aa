import type { Env } from "./env.ts";
import type { Principal } from "./storage/principals.ts";

/** The Hono context of every handler. */
export interface AppContext {
  Bindings: Env;
  Variables: {
    /** Set by the middleware that authenticates the caller. */
    principal: Principal;
    /** Identifies this call in an error reply and in the log. */
    requestId: string;
  };
}
