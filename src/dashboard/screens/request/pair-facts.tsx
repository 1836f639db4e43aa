import { CopyButton } from "../../components/copy-button.tsx";
import { Notice } from "../../components/notice.tsx";
import type { QueryPair } from "../../inspect/query.ts";
import { numberText } from "../../inspect/size.ts";
import { visibleText } from "../../inspect/visible-text.ts";
import { Facts } from "./facts.tsx";
import styles from "./pairs.module.css";

export interface PairFactsProps {
  caption: string;
  pairs: readonly QueryPair[];
  /** The number of pairs, including those not shown. */
  total: number;
}

/** Longer values are cut in the table. Copy gives the whole value. */
const MAX_SHOWN = 5_000;

/** The decoded pairs of a query or a form. Bytes that are not UTF-8 are shown undecoded, with a note. */
export function PairFacts({ caption, pairs, total }: PairFactsProps) {
  return (
    <>
      <Facts
        caption={caption}
        facts={pairs.map((pair, at) => ({
          key: at,
          name: shown(pair.name),
          value: <Value pair={pair} />,
          action: <CopyButton text={pair.value} what={`value of ${pair.name}`} />,
        }))}
      />
      {pairs.length < total && (
        <Notice tone="info">
          Showing the first {numberText(pairs.length)} of {numberText(total)}.
        </Notice>
      )}
    </>
  );
}

function Value({ pair: { value, isDecoded } }: { pair: QueryPair }) {
  return (
    <>
      {value === "" ? <span className={styles.empty}>empty</span> : shown(value)}
      {!isDecoded && (
        <div className={styles.note}>
          Not valid UTF-8. Undecodable parts are shown as they were sent.
        </div>
      )}
    </>
  );
}

function shown(text: string): string {
  return visibleText(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}
