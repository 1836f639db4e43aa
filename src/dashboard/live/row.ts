import type { CapturedRequest } from "../../protocol/captured-request.ts";

/**
 * A request as the list holds it: what a row shows. Ten thousand of them are held at once, and a
 * body may have a megabyte: the pane fetches what it shows.
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
  /** The beginning of a body that is text. */
  readonly preview: string;
  /** When it appeared on top of the list, in Unix milliseconds; null: it came with a page. */
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

/** A slice keeps the whole text alive in V8; this one is a text of its own. */
function ownCopy(slice: string): string {
  return JSON.parse(JSON.stringify(slice)) as string;
}
