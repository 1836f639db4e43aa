import type { Context } from "hono";
import type { AppContext } from "../app-context.ts";
import { exportAccount, type ExportPart } from "../domain/export-account.ts";
import { publicUrl } from "../env.ts";

/** GET /api/account/export: a download that is sent while it is read from the database. */
export async function sendExport(c: Context<AppContext>): Promise<Response> {
  const now = Date.now();
  const parts = exportAccount(c.env, c.var.principal, publicUrl(c.env, c.req.raw), now);
  const { readable, writable } = new IdentityTransformStream();
  // No `waitUntil` is needed: the response keeps the call alive for as long as the client reads.
  void send(parts, writable, c.var.requestId);
  return new Response(readable, { headers: headersOf(now) });
}

/** An export contains captured requests, so a browser must never render it in our origin. */
function headersOf(now: number): Record<string, string> {
  const day = new Date(now).toISOString().slice(0, 10);
  return {
    "content-type": "application/x-ndjson",
    "content-disposition": `attachment; filename="hooknexus-export-${day}.ndjson"`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
  };
}

/**
 * Sends the parts in order, at the pace of the client. `pipeTo` lets the runtime copy a hub's
 * stream; a loop in JavaScript would run once per 4 KiB. If a part fails, the download is aborted.
 */
async function send(
  parts: AsyncIterable<ExportPart>,
  writable: WritableStream<Uint8Array>,
  requestId: string,
): Promise<void> {
  try {
    for await (const part of parts) {
      if (part instanceof Uint8Array) await write(writable, part);
      else await part.pipeTo(writable, { preventClose: true });
    }
    await writable.close();
  } catch (error) {
    // This also happens if the client disconnects.
    console.warn(`${requestId} aborted an export:`, error);
    await writable.abort(error).catch(() => {});
  }
}

async function write(writable: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = writable.getWriter();
  try {
    await writer.write(bytes);
  } finally {
    writer.releaseLock();
  }
}
