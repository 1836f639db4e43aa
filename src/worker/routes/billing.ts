import { Hono } from "hono";
import type { AppContext } from "../app-context.ts";
import { accountCredential } from "../auth/authentication.ts";
import { currentSubscription } from "../domain/subscriptions.ts";

/** /billing */
export const billing = new Hono<AppContext>().get("/subscription", accountCredential, async (c) => {
  return c.json(await currentSubscription(c.env, c.var.principal));
});
