import { Hono } from "hono";
import type { AppContext } from "../app-context.ts";
import { accountCredential } from "../auth/authentication.ts";
import { disconnectListener, listListeners } from "../domain/listeners.ts";

/** /api/endpoints/:id/listeners */
export const listeners = new Hono<AppContext>()
  .get("/:id/listeners", accountCredential, async (c) => {
    const { accountId } = c.var.principal;
    return c.json(await listListeners(c.env, accountId, c.req.param("id"), Date.now()));
  })
  .delete("/:id/listeners/:connectionId", accountCredential, async (c) => {
    const { accountId } = c.var.principal;
    const { id, connectionId } = c.req.param();
    await disconnectListener(c.env, accountId, id, connectionId, Date.now());
    return c.json({ disconnected: true });
  });
