import type { CapturedRequest } from "../../protocol/captured-request.ts";

/**
 * The request line and the headers as text. The HTTP version is missing, because it is not
 * captured; the headers are as the runtime delivers them.
 */
export function rawHead(
  request: Pick<CapturedRequest, "method" | "path" | "rawQuery" | "rawHeaders">,
): string {
  const lines = request.rawHeaders.map(([name, value]) => `${name}: ${value}`);
  return [`${request.method} ${pathAndQuery(request)}`, ...lines].join("\n");
}

/** The target of a request, as sent. */
export function pathAndQuery({
  path,
  rawQuery,
}: Pick<CapturedRequest, "path" | "rawQuery">): string {
  return rawQuery === "" ? path : `${path}?${rawQuery}`;
}
