export const BYTES_PER_ROW = 16;

/** One line of a hex dump. */
export interface HexRow {
  /** Of its first byte, in hex, eight digits: enough for 4 GiB. */
  offset: string;
  /** Two digits a byte, a space between, two spaces in the middle; padded, so that columns align. */
  hex: string;
  /** What is printable ASCII, and a dot for what is not. */
  ascii: string;
}

/** How many rows there are: a virtual list makes only those in sight. */
export function hexRowCount(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / BYTES_PER_ROW);
}

/** @param index from 0; beyond the last there is an empty row */
export function hexRow(bytes: Uint8Array, index: number): HexRow {
  const start = index * BYTES_PER_ROW;
  const row = [...bytes.subarray(start, start + BYTES_PER_ROW)];
  const half = BYTES_PER_ROW / 2;
  return {
    offset: start.toString(16).padStart(8, "0"),
    hex: `${toHex(row.slice(0, half), half)}  ${toHex(row.slice(half), half)}`,
    ascii: row.map(toAscii).join(""),
  };
}

function toHex(bytes: number[], columns: number): string {
  const pairs = bytes.map((byte) => byte.toString(16).padStart(2, "0"));
  return pairs.join(" ").padEnd(columns * 3 - 1);
}

function toAscii(byte: number): string {
  return byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : ".";
}
