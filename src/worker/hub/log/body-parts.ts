import { MAX_INLINE_BODY_BYTES, type StoredRequest } from "../../../protocol/captured-request.ts";

/*
 * A body above the inline limit is stored in parts, one row each, because a row holds at most 2 MB.
 * `uploads.ts` writes each part as soon as it has arrived; a reader reads one part at a time.
 */

export const PART_BYTES = MAX_INLINE_BODY_BYTES;

/** SQL: the key in `body_parts` of a request's body. Valid only if `body` is NULL. */
const PARTS_KEY = "coalesce(requests.body_key, requests.seq)";

/**
 * Removes the body parts of requests. Call it before their rows are deleted.
 * @param seqs sequence numbers as a JSON list
 */
export function removeParts(sql: SqlStorage, seqs: string): void {
  const keys = `SELECT ${PARTS_KEY} FROM requests
    WHERE seq IN (SELECT value FROM json_each(?)) AND body IS NULL`;
  sql.exec(`DELETE FROM body_parts WHERE seq IN (${keys})`, seqs);
}

/**
 * The exact bytes of a body that is stored in parts. Each part is read when the reader pulls it.
 * The stream fails if the request is removed meanwhile.
 */
export function streamParts(sql: SqlStorage, request: StoredRequest): ReadableStream<Uint8Array> {
  const query = `SELECT ${PARTS_KEY} AS key FROM requests WHERE seq = ?`;
  const { key } = sql.exec<{ key: number }>(query, request.seq).one();
  let [part, left] = [0, request.size];
  return new ReadableStream({
    type: "bytes",
    pull: (controller) => {
      const bytes = readPart(sql, key, part++);
      if (!bytes) return controller.error(new Error("The request was removed meanwhile."));
      left -= bytes.length;
      controller.enqueue(bytes);
      if (left === 0) controller.close();
    },
  });
}

/**
 * Whether a text is in a body that is stored in parts. The text may start in one part and end in the
 * next.
 *
 * @param text in lower case
 * @param beforeRead called with the bytes of each part before it is read
 */
export async function isInParts(
  sql: SqlStorage,
  seq: number,
  text: string,
  beforeRead: (bytes: number) => Promise<void>,
): Promise<boolean> {
  const width = new TextEncoder().encode(text).length - 1;
  let tail = new ArrayBuffer(0);
  for (let part = 0; ; part++) {
    await beforeRead(PART_BYTES);
    const [row] = sql.exec<SearchedPart>(SEARCH_PART, text, tail, width, seq, part).toArray();
    if (!row || row.found > 0) return row !== undefined;
    tail = row.tail;
  }
}

type SearchedPart = { found: number; tail: ArrayBuffer };

const SEARCH_PART = `SELECT instr(lower(CAST(bytes AS TEXT)), ?1)
    + instr(lower(CAST(?2 || substr(bytes, 1, ?3) AS TEXT)), ?1) AS found,
    substr(bytes, max(1, length(bytes) - ?3 + 1)) AS tail
  FROM body_parts WHERE part = ?5
    AND seq = (SELECT ${PARTS_KEY} FROM requests WHERE seq = ?4)`;

function readPart(sql: SqlStorage, key: number, part: number): Uint8Array | null {
  const query = "SELECT bytes FROM body_parts WHERE seq = ? AND part = ?";
  const row = [...sql.exec<{ bytes: ArrayBuffer }>(query, key, part)][0];
  return row ? new Uint8Array(row.bytes) : null;
}
