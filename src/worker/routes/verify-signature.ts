import { Hono } from "hono";
import { verifySignatureBody } from "../../protocol/signature.ts";
import type { AppContext } from "../app-context.ts";
import { verifySignature } from "../domain/verify-signature.ts";
import { readJson } from "../http/read-json.ts";

/** A payload of the size that providers send, in JSON. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** /api/verify-signature: keeps nothing of what it is sent, the secret least of all. */
export const signatures = new Hono<AppContext>().post("/", async (c) => {
  const wish = await readJson(c, verifySignatureBody, MAX_BODY_BYTES);
  return c.json(await verifySignature(wish, Date.now()));
});
