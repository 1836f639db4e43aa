export const BYTES_PER_ROW = 16;

/** One line of a hex dump. */
export interface HexRow {
  /** Offset of the first byte in hex. Eight digits are enough for 4 GiB. */
  offset: string;
  /**
   * Two digits per byte, separated by spaces, with a double space in the middle. Padded, so that
   * columns align.
   */
  hex: string;
  /** Printable ASCII; a dot for every other byte. */
  ascii: string;
}

/** Number of rows. A virtual list makes only the visible ones. */
export function hexRowCount(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / BYTES_PER_ROW);
}

/** @param index 0-based; a row beyond the last one is empty */
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
