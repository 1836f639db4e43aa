import { Hono } from "hono";
import { toRequestRow } from "../../protocol/captured-request.ts";
import { anyCredential } from "../auth/who-is-asking.ts";
import { findBody, findRequest } from "../domain/requests.ts";
import { publicUrl } from "../env.ts";
import type { AppContext } from "../app-context.ts";

/** /api/requests */
export const requests = new Hono<AppContext>()
  .get("/:id", anyCredential, async (c) => {
    const url = publicUrl(c.env, c.req.raw);
    const found = await findRequest(c.env, c.var.principal, c.req.param("id"), url);
    return c.json(toRequestRow(found));
  })
  .get("/:id/body", anyCredential, async (c) => {
    const { body, contentType } = await findBody(c.env, c.var.principal, c.req.param("id"));
    return new Response(body, { headers: rawBodyHeaders(contentType) });
  });

/** A captured body is hostile: it may be downloaded, never rendered in our origin. */
function rawBodyHeaders(contentType: string | null): Record<string, string> {
  return {
    "content-type": contentType ?? "application/octet-stream",
    "content-disposition": "attachment",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
  };
}
