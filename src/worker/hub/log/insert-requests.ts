import type { StoredRequest } from "../../../protocol/captured-request.ts";

/** A request to be stored, with what else its row holds. */
export interface NewRow {
  request: StoredRequest;
  /** See `toStoredPath`. */
  path: string;
  /** Bytes stored in the log up to and with this request. */
  bytesThrough: number;
  /** Under which key the body was uploaded; null: it is in the row. */
  bodyKey: number | null;
}

const COLUMNS =
  "seq, id, created_at, method, path, raw_query, raw_headers, ip, size, body, bytes_through, body_key";
const PLACES = `(${COLUMNS.replaceAll(/\w+/g, "?")})`;

/** A statement may have a hundred parameters. */
const MAX_ROWS = Math.floor(100 / COLUMNS.split(",").length);

/** By the number of rows less one. Each is compiled once and kept by the runtime. */
const INSERTS = Array.from(
  { length: MAX_ROWS },
  (_, more) => `INSERT INTO requests (${COLUMNS}) VALUES ${PLACES}${`, ${PLACES}`.repeat(more)}`,
);

/**
 * Writes requests, several with each statement: to begin one costs as much as a row does.
 * All are written or, where it throws, none is.
 */
export function insertRequests(storage: DurableObjectStorage, rows: readonly NewRow[]): void {
  const isOneStatement = rows.length <= MAX_ROWS && rows.every(({ bodyKey }) => bodyKey === null);
  // One statement is carried out whole or not at all, without a transaction of its own.
  if (isOneStatement) insert(storage.sql, rows);
  else storage.transactionSync(() => insertAll(storage.sql, rows));
}

function insertAll(sql: SqlStorage, rows: readonly NewRow[]): void {
  for (let from = 0; from < rows.length; from += MAX_ROWS) {
    insert(sql, rows.slice(from, from + MAX_ROWS));
  }
  for (const { bodyKey } of rows) {
    if (bodyKey !== null) sql.exec("DELETE FROM uploads WHERE key = ?", -bodyKey);
  }
}

function insert(sql: SqlStorage, rows: readonly NewRow[]): void {
  const statement = INSERTS[rows.length - 1];
  if (statement !== undefined) sql.exec(statement, ...rows.flatMap(toValues));
}

/** In the order of COLUMNS. */
function toValues({ request, path, bytesThrough, bodyKey }: NewRow) {
  const { seq, id, createdAt, method, rawQuery, headersJson, ip, size, body } = request;
  const own = [seq, id, createdAt, method, path, rawQuery, headersJson, ip, size, body];
  return [...own, bytesThrough, bodyKey];
}
