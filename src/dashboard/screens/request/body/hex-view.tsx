import { useState } from "react";
import { Button } from "../../../components/button.tsx";
import { BYTES_PER_ROW, hexRow, hexRowCount } from "../../../inspect/hex.ts";
import { numberText } from "../../../inspect/size.ts";
import { VirtualRows } from "./virtual-rows.tsx";
import styles from "./hex-view.module.css";

/** At 20 px a row, this stays below the element height where browsers round positions. */
const PAGE_BYTES = 4 * 1024 * 1024;

/** A hex dump, in pages if the body is very large. */
export function HexView({ bytes }: { bytes: Uint8Array }) {
  const [page, setPage] = useState(0);
  const start = page * PAGE_BYTES;
  const end = Math.min(start + PAGE_BYTES, bytes.length);
  const first = start / BYTES_PER_ROW;
  return (
    <div className={styles.hex}>
      <VirtualRows
        key={page}
        label="Bytes in hex"
        count={hexRowCount(bytes.subarray(start, end))}
        renderRow={(at) => <Row bytes={bytes} index={first + at} />}
      />
      {bytes.length > PAGE_BYTES && (
        <div className={styles.pages}>
          <Button
            size="small"
            aria-disabled={page === 0}
            onClick={() => setPage(Math.max(page - 1, 0))}
          >
            Previous
          </Button>
          <Button
            size="small"
            aria-disabled={end === bytes.length}
            onClick={() => end < bytes.length && setPage(page + 1)}
          >
            Next
          </Button>
          <span role="status">
            Bytes {numberText(start)} to {numberText(end - 1)} of {numberText(bytes.length)}
          </span>
        </div>
      )}
    </div>
  );
}

function Row({ bytes, index }: { bytes: Uint8Array; index: number }) {
  const { offset, hex, ascii } = hexRow(bytes, index);
  return (
    <code className={styles.row}>
      <span className={styles.offset}>{offset}</span>
      <span>{hex}</span>
      <span className={styles.ascii}>{ascii}</span>
    </code>
  );
}
