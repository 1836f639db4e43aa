/** A row of a text: a line, or a piece of a line that is too long to lay out whole. */
export interface TextRow {
  start: number;
  /** Excludes the line break. */
  end: number;
  /** 1-based; null if the row continues the line above. */
  line: number | null;
}

export interface TextRows {
  rows: TextRow[];
  /** Offset where the rows end, if the text needs more than `maxRows`; otherwise null. */
  truncatedAt: number | null;
}

/** Browsers lay out a line as a whole. A line of megabytes would block the page for seconds. */
const MAX_ROW_CHARACTERS = 1_000;
/**
 * At 20 px each, this stays below the height at which browsers begin to round (Firefox: 17.8
 * million px).
 */
const MAX_ROWS = 250_000;

/** Splits a text into rows for a virtual list. */
export function textRows(text: string, maxRows = MAX_ROWS): TextRows {
  const rows: TextRow[] = [];
  let line = 1;
  for (let start = 0; start <= text.length; line++) {
    const lineFeed = text.indexOf("\n", start);
    const next = lineFeed === -1 ? text.length : lineFeed;
    const end = text[next - 1] === "\r" && next > start ? next - 1 : next;
    let from = start;
    do {
      if (rows.length === maxRows) return { rows, truncatedAt: from };
      const to = rowEnd(text, from, end);
      rows.push({ start: from, end: to, line: from === start ? line : null });
      from = to;
    } while (from < end);
    start = next + 1;
  }
  return { rows, truncatedAt: null };
}

/** Never splits a surrogate pair. */
function rowEnd(text: string, from: number, end: number): number {
  const to = Math.min(from + MAX_ROW_CHARACTERS, end);
  const splitsPair = to < end && (text.charCodeAt(to) & 0xfc00) === 0xdc00;
  return splitsPair ? to - 1 : to;
}
