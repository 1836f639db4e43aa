import { Hono } from "hono";
import { verifySignatureBody } from "../../protocol/signature.ts";
import type { AppContext } from "../app-context.ts";
import { verifySignature } from "../domain/verify-signature.ts";
import { readJson } from "../http/read-json.ts";

/** Fits the largest payload that providers send, in JSON. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** /api/verify-signature. Neither the payload nor the secret is stored. */
export const signatures = new Hono<AppContext>().post("/", async (c) => {
  const input = await readJson(c, verifySignatureBody, MAX_BODY_BYTES);
  return c.json(await verifySignature(input, Date.now()));
});
