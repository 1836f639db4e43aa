/** A row of a text: a line, or a part of one that is too long to be laid out at once. */
export interface TextRow {
  start: number;
  /** Without the line break. */
  end: number;
  /** From 1; null where the row goes on with the line above. */
  line: number | null;
}

export interface TextRows {
  rows: TextRow[];
  /** Where the rows end, if the text has more of them than are made. */
  cutAt: number | null;
}

/** A browser lays out a line as a whole: one of megabytes would hold the page for seconds. */
const MAX_ROW_CHARACTERS = 1_000;
/** At 20 px each, below the height where browsers begin to round (Firefox: 17.8 million px). */
const MAX_ROWS = 250_000;

/** Divides a text into rows, for a virtual list. */
export function textRows(text: string, maxRows = MAX_ROWS): TextRows {
  const rows: TextRow[] = [];
  let line = 1;
  for (let start = 0; start <= text.length; line++) {
    const lineFeed = text.indexOf("\n", start);
    const next = lineFeed === -1 ? text.length : lineFeed;
    const end = text[next - 1] === "\r" && next > start ? next - 1 : next;
    let from = start;
    do {
      if (rows.length === maxRows) return { rows, cutAt: from };
      const to = rowEnd(text, from, end);
      rows.push({ start: from, end: to, line: from === start ? line : null });
      from = to;
    } while (from < end);
    start = next + 1;
  }
  return { rows, cutAt: null };
}

/** Never between the halves of a character. */
function rowEnd(text: string, from: number, end: number): number {
  const to = Math.min(from + MAX_ROW_CHARACTERS, end);
  const isHalf = to < end && (text.charCodeAt(to) & 0xfc00) === 0xdc00;
  return isHalf ? to - 1 : to;
}
