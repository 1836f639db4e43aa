import type { CapturedRequest } from "../../protocol/captured-request.ts";

/**
 * The beginning of a request as text: its line, without the version of HTTP, which nobody knows
 * any more, and the headers as the runtime delivers them.
 */
export function rawHead(
  request: Pick<CapturedRequest, "method" | "path" | "rawQuery" | "rawHeaders">,
): string {
  const lines = request.rawHeaders.map(([name, value]) => `${name}: ${value}`);
  return [`${request.method} ${pathAndQuery(request)}`, ...lines].join("\n");
}

/** The target of a request as it was sent. */
export function pathAndQuery({
  path,
  rawQuery,
}: Pick<CapturedRequest, "path" | "rawQuery">): string {
  return rawQuery === "" ? path : `${path}?${rawQuery}`;
}
