import type { ReceivedRequest, RequestRow } from "../client/index.ts";
import { oneLine } from "./escape.ts";
import type { Output } from "./output.ts";
import { toClock, toSize } from "./sizes.ts";
import { toList } from "./table.ts";

/** Enough of a body to recognise the webhook. */
const SHOWN_LINES = 10;
const SHOWN_LINE_CHARACTERS = 200;

/** A received request as text: a headline and the first lines of the body. */
export function requestLines(output: Output, request: ReceivedRequest): string[] {
  const time = output.style("dim", toClock(request.createdAt));
  const mark = request.replay ? output.style("magenta", " (replay)") : "";
  const method = output.style("cyan", oneLine(request.method));
  const target = oneLine(request.path + (request.rawQuery && `?${request.rawQuery}`));
  const size = output.style("dim", `${toSize(request.size)}  ${request.id}`);
  return [`${time}  ${method} ${target}${mark}  ${size}`, ...bodyLines(request)];
}

function bodyLines({ id, body, bodyEncoding, size }: ReceivedRequest): string[] {
  const howToFetch = `run \`hooknexus requests body ${id}\``;
  if (bodyEncoding === "omitted") return [`  (${toSize(size)}; ${howToFetch})`];
  if (bodyEncoding === "base64") return [`  (not text; ${howToFetch})`];
  return firstLines(body);
}

function firstLines(text: string): string[] {
  if (text === "") return [];
  // The limit matters: a body may consist of a million line breaks.
  const lines = text.split(/\r?\n/, SHOWN_LINES + 1);
  const shown = lines.slice(0, SHOWN_LINES).map((line) => `  ${cut(line)}`);
  return lines.length > SHOWN_LINES ? [...shown, "  …"] : shown;
}

function cut(line: string): string {
  const isLong = line.length > SHOWN_LINE_CHARACTERS;
  return oneLine(line.slice(0, SHOWN_LINE_CHARACTERS)) + (isLong ? "…" : "");
}

/** A stored request with its metadata, headers and text body, as `requests show` prints it. */
export function wholeRequest(row: RequestRow): string[] {
  const query = row.raw_query && `?${row.raw_query}`;
  return [
    oneLine(`${row.method} ${row.path}${query}`),
    ...toList({
      number: String(row.seq),
      id: row.id,
      received: row.created_at,
      from: row.ip ?? "-",
      size: toSize(row.size),
    }),
    "",
    ...row.raw_headers.map(([name, value]) => oneLine(`${name}: ${value}`)),
    "",
    ...(row.body_encoding === "utf8"
      ? row.body.split(/\r?\n/).map(oneLine)
      : [`(${toSize(row.size)}; run \`hooknexus requests body ${row.id}\`)`]),
  ];
}
