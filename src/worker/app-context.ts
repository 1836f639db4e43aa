import type { Env } from "./env.ts";
import type { Principal } from "./storage/principals.ts";

/** What every handler finds in its context. */
export interface AppContext {
  Bindings: Env;
  Variables: {
    /** Set where a route asks who is there. */
    principal: Principal;
    /** Names this call in an error reply and in the log. */
    requestId: string;
  };
}
