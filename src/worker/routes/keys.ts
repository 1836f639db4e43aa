import { Hono } from "hono";
import { createKeyBody, renameKeyBody, rotateKeyBody } from "../../protocol/api-key.ts";
import { accountCredential } from "../auth/authentication.ts";
import { AppError } from "../domain/app-error.ts";
import { createKey, listKeys, renameKey, rotateKey } from "../domain/keys.ts";
import { revoke } from "../domain/revoke.ts";
import type { AppContext } from "../app-context.ts";
import { readJson } from "../http/read-json.ts";
import { sendRevoked } from "../http/hub-update-reply.ts";

/** /api/keys */
export const keys = new Hono<AppContext>()
  .use(accountCredential)
  .post("/", async (c) => {
    const input = await readJson(c, createKeyBody);
    return c.json(await createKey(c.env, c.var.principal, input, Date.now()), 201);
  })
  .get("/", async (c) => {
    return c.json({ keys: await listKeys(c.env, c.var.principal.accountId, Date.now()) });
  })
  .patch("/:id", async (c) => {
    const { name } = await readJson(c, renameKeyBody);
    const { accountId } = c.var.principal;
    return c.json(await renameKey(c.env, accountId, c.req.param("id"), name, Date.now()));
  })
  .post("/:id/rotate", async (c) => {
    const { overlapSeconds = 0 } = await readJson(c, rotateKeyBody);
    const { accountId } = c.var.principal;
    const id = c.req.param("id");
    return c.json(await rotateKey(c.env, accountId, id, overlapSeconds, Date.now()), 201);
  })
  .delete("/:id", async (c) => {
    const { accountId } = c.var.principal;
    const id = c.req.param("id");
    const update = await revoke(c.env, accountId, id, ["api_key"], Date.now());
    if (!update) throw new AppError("key_not_found");
    return sendRevoked(c, update);
  });
