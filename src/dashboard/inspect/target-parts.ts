import type { CapturedRequest } from "../../protocol/captured-request.ts";

/** The target of a request in the parts that are read apart. */
export interface TargetParts {
  /** `/h/<endpoint id>`, which all requests of an endpoint have. */
  own: string;
  /** What tells them apart. */
  rest: string;
  /** With its `?`; "" where there is none. */
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
