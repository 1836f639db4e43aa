const COMPRESSIBLE = /^(?:text\/|image\/svg\+xml\b)/;

/** Compresses a text reply if the client accepts gzip. On the edge, the platform does this itself. */
export function compressed(reply: Response, request: Request): Response {
  const acceptsGzip = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  const isText = COMPRESSIBLE.test(reply.headers.get("content-type") ?? "");
  if (!acceptsGzip || !isText || reply.body === null) return reply;
  const headers = new Headers(reply.headers);
  // The runtime compresses a reply that declares a content-encoding, and sends it in chunks.
  headers.set("content-encoding", "gzip");
  headers.append("vary", "accept-encoding");
  headers.delete("content-length");
  return new Response(reply.body, { status: reply.status, headers });
}
