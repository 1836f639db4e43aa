import { Hono } from "hono";
import { toRequestRow } from "../../protocol/captured-request.ts";
import { isUuid } from "../../protocol/ids.ts";
import { removeRequestsBody } from "../../protocol/remove-requests.ts";
import { accountCredential, anyCredential } from "../auth/authentication.ts";
import { AppError } from "../domain/app-error.ts";
import { findBody, findRequest, removeRequests } from "../domain/requests.ts";
import { publicUrl } from "../env.ts";
import { readJson } from "../http/read-json.ts";
import type { AppContext } from "../app-context.ts";

/** /api/requests */
export const requests = new Hono<AppContext>()
  .delete("/", accountCredential, async (c) => {
    const ids = await readJson(c, removeRequestsBody);
    return c.json({ deleted: await removeRequests(c.env, c.var.principal, ids) });
  })
  .delete("/:id", accountCredential, async (c) => {
    const id = c.req.param("id");
    const count = isUuid(id) ? await removeRequests(c.env, c.var.principal, [id]) : 0;
    if (count === 0) throw new AppError("request_not_found");
    return c.json({ deleted: true });
  })
  .get("/:id", anyCredential, async (c) => {
    const url = publicUrl(c.env, c.req.raw);
    const found = await findRequest(c.env, c.var.principal, c.req.param("id"), url);
    return c.json(toRequestRow(found));
  })
  .get("/:id/body", anyCredential, async (c) => {
    const { body, size, contentType } = await findBody(c.env, c.var.principal, c.req.param("id"));
    const content = body instanceof ReadableStream ? ofLength(body, size) : body;
    return new Response(content, { headers: rawBodyHeaders(contentType) });
  });

/** Adds a Content-Length to a stream, so that a client can detect an incomplete download. */
function ofLength(stream: ReadableStream<Uint8Array>, size: number): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(size);
  // If the stream fails, the download is aborted; there is nothing else to report.
  stream.pipeTo(writable).catch(() => {});
  return readable;
}

/** A captured body may be hostile, so a browser may download it but must never render it. */
function rawBodyHeaders(contentType: string | null): Record<string, string> {
  return {
    "content-type": contentType ?? "application/octet-stream",
    "content-disposition": "attachment",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
  };
}
