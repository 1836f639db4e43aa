import { oneLine } from "./escape.ts";

/** Formats rows as aligned columns. Escapes the cells. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows.map((row) => row.map(oneLine))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** Formats names and values, one pair per line. Escapes the values. */
export function toList(fields: Readonly<Record<string, string>>): string[] {
  const width = Math.max(...Object.keys(fields).map((name) => name.length)) + 1;
  return Object.entries(fields).map(
    ([name, value]) => `${`${name}:`.padEnd(width)} ${oneLine(value)}`,
  );
}
