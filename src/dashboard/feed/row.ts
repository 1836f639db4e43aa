import type { CapturedRequest } from "../../protocol/captured-request.ts";

/**
 * A request as the list holds it: without its body, which can be a megabyte, because there can be
 * ten thousand rows. The request pane fetches bodies itself.
 */
export interface FeedRow {
  readonly id: string;
  readonly seq: number;
  readonly method: string;
  /** Begins with `/h/<endpoint id>`. */
  readonly path: string;
  readonly rawQuery: string;
  readonly contentType: string | null;
  readonly userAgent: string | null;
  readonly ip: string | null;
  readonly size: number;
  readonly createdAt: string;
  /** The beginning of a text body; "" for other bodies. */
  readonly preview: string;
  /** When it arrived live, in Unix milliseconds; null if it was loaded with a page. */
  readonly shownAt: number | null;
}

const PREVIEW_CHARACTERS = 160;

export function toRow(request: CapturedRequest): FeedRow {
  const { id, seq, method, path, rawQuery, contentType, userAgent, ip, size, createdAt } = request;
  const preview =
    request.bodyEncoding === "utf8" ? ownCopy(request.body.slice(0, PREVIEW_CHARACTERS)) : "";
  return {
    id,
    seq,
    method,
    path,
    rawQuery,
    contentType,
    userAgent,
    ip,
    size,
    createdAt,
    preview,
    shownAt: null,
  };
}

/** A slice keeps the whole text alive in V8; this copy does not. */
function ownCopy(slice: string): string {
  return JSON.parse(JSON.stringify(slice)) as string;
}
