import type { CapturedRequest } from "../../protocol/captured-request.ts";

/** The target of a request, split for display. */
export interface TargetParts {
  /**
   * `/h/<endpoint id>`, the same for all requests of an endpoint; "" if the path begins otherwise.
   */
  own: string;
  /** The path after `own`. */
  rest: string;
  /** Includes the `?`; "" if there is no query. */
  query: string;
}

export function targetParts(
  request: Pick<CapturedRequest, "path" | "rawQuery" | "endpointId">,
): TargetParts {
  const { path, rawQuery, endpointId } = request;
  const own = `/h/${endpointId}`;
  const isOwn = path.startsWith(own);
  return {
    own: isOwn ? own : "",
    rest: isOwn ? path.slice(own.length) : path,
    query: rawQuery === "" ? "" : `?${rawQuery}`,
  };
}
