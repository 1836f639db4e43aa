import type { StoredRequest } from "../../../protocol/captured-request.ts";
import { mintRequestId, seqHint } from "../../../protocol/ids.ts";
import type { IncomingRequest } from "../contract/requests.ts";
import { removeParts } from "./body-parts.ts";
import { LogState } from "./log-state.ts";
import type { UploadedBody } from "./uploads.ts";

/** An accepted request that is not stored yet. A large body is already uploaded. */
export type Arrival = Omit<IncomingRequest, "body"> & { body: Uint8Array | UploadedBody };

/** A request to store, with the values that only its row has. */
interface NewRow {
  request: StoredRequest;
  /** See `toStoredPath`. */
  path: string;
  /** The total bytes of this and all earlier requests, including removed ones. */
  bytesThrough: number;
  /** The key under which the body was uploaded; null if the row holds the body. */
  bodyKey: number | null;
}

const COLUMNS =
  "seq, id, created_at, method, path, raw_query, raw_headers, ip, size, body, bytes_through, body_key";
const PLACEHOLDERS = `(${COLUMNS.replaceAll(/\w+/g, "?")})`;

/** SQLite in a Durable Object allows 100 bound parameters per statement. */
const MAX_ROWS_PER_INSERT = Math.floor(100 / COLUMNS.split(",").length);

/** One statement for each number of rows, so that the runtime compiles each only once. */
const INSERTS = Array.from(
  { length: MAX_ROWS_PER_INSERT },
  (_, more) =>
    `INSERT INTO requests (${COLUMNS}) VALUES ${PLACEHOLDERS}${`, ${PLACEHOLDERS}`.repeat(more)}`,
);

/**
 * Writes the requests of one endpoint to the hub's own SQLite, numbered 1, 2, 3… A number is never
 * reused, even if requests are removed. `History` reads them, `Retention` trims them.
 */
export class RequestLog {
  readonly #storage: DurableObjectStorage;
  readonly #endpointId: () => string;
  readonly state: LogState;

  /** @param endpointId returns the endpoint's id; first called when a request arrives */
  constructor(storage: DurableObjectStorage, endpointId: () => string) {
    this.#storage = storage;
    this.#endpointId = endpointId;
    this.state = new LogState(storage.sql);
  }

  /** The newest sequence number; 0 before the first request. */
  get lastSeq(): number {
    return this.state.lastSeq;
  }

  /**
   * Stores a batch in one transaction. If it throws, nothing is stored.
   * @param now Unix milliseconds
   */
  append(batch: readonly Arrival[], now: number): StoredRequest[] {
    const endpointId = this.#endpointId();
    // A clock that steps back must not reorder history: clients page by time as well as by seq.
    const createdAt = Math.max(now, this.state.lastCreatedAt);
    const stored = batch.map((arrival, index) =>
      toStored(arrival, this.lastSeq + 1 + index, endpointId, createdAt),
    );
    let bytes = this.state.lastBytesThrough;
    const rows = stored.map((request, index) => {
      const path = toStoredPath(request.path, endpointId);
      bytes += storedBytes({ ...request, path });
      return { request, path, bytesThrough: bytes, bodyKey: uploadKey(batch[index]) };
    });
    insertRows(this.#storage, rows);
    this.state.noteAppended(batch.length, createdAt, bytes);
    return stored;
  }

  /** Deletes requests on behalf of their owner. Returns how many of the ids were stored. */
  remove(ids: readonly string[]): number {
    return this.#storage.transactionSync(() => {
      let [count, bytes] = [0, 0];
      for (const id of ids) {
        const removed = this.#removeOne(id);
        if (removed !== null) [count, bytes] = [count + 1, bytes + removed];
      }
      if (count > 0) this.state.noteRemoved(count, bytes);
      return count;
    });
  }

  /** Returns how many bytes the request took; null if it is not stored. */
  #removeOne(id: string): number | null {
    const { sql } = this.#storage;
    // The id contains the low bits of `seq`, so that ids need no index.
    const query = `SELECT seq, size, path, raw_query AS rawQuery, raw_headers AS headersJson,
      body IS NULL AS isInParts FROM requests WHERE seq = ? AND id = ?`;
    const [row] = sql.exec<Removable>(query, seqHint(id, this.lastSeq), id).toArray();
    if (!row) return null;
    if (row.isInParts) removeParts(sql, JSON.stringify([row.seq]));
    sql.exec("DELETE FROM requests WHERE seq = ?", row.seq);
    return storedBytes(row);
  }
}

type Removable = {
  seq: number;
  size: number;
  path: string;
  rawQuery: string;
  headersJson: string;
  isInParts: number;
};

/**
 * How many bytes of a request count towards the plan's storage limit: every field whose length the
 * sender chose. `path` is the path as its row stores it.
 */
export function storedBytes({
  size,
  headersJson,
  path,
  rawQuery,
}: Pick<StoredRequest, "size" | "headersJson" | "path" | "rawQuery">): number {
  return size + headersJson.length + path.length + rawQuery.length;
}

function uploadKey(arrival: Arrival | undefined): number | null {
  return arrival && "key" in arrival.body ? arrival.body.key : null;
}

function toStored(
  { body, nonce, ...rest }: Arrival,
  seq: number,
  endpointId: string,
  createdAt: number,
): StoredRequest {
  return {
    ...rest,
    id: mintRequestId(seq, endpointId, nonce),
    seq,
    createdAt,
    ...("key" in body ? { size: body.size, body: null } : { size: body.length, body }),
  };
}

/** Inserts several rows per statement, because each statement costs as much as a row. */
function insertRows(storage: DurableObjectStorage, rows: readonly NewRow[]): void {
  const isOneStatement =
    rows.length <= MAX_ROWS_PER_INSERT && rows.every(({ bodyKey }) => bodyKey === null);
  // A single statement is atomic without a transaction.
  if (isOneStatement) insert(storage.sql, rows);
  else storage.transactionSync(() => insertAll(storage.sql, rows));
}

function insertAll(sql: SqlStorage, rows: readonly NewRow[]): void {
  for (let from = 0; from < rows.length; from += MAX_ROWS_PER_INSERT) {
    insert(sql, rows.slice(from, from + MAX_ROWS_PER_INSERT));
  }
  for (const { bodyKey } of rows) {
    if (bodyKey !== null) sql.exec("DELETE FROM uploads WHERE key = ?", -bodyKey);
  }
}

function insert(sql: SqlStorage, rows: readonly NewRow[]): void {
  const statement = INSERTS[rows.length - 1];
  if (statement !== undefined) sql.exec(statement, ...rows.flatMap(toValues));
}

/** The values of a row in the order of COLUMNS. */
function toValues({ request, path, bytesThrough, bodyKey }: NewRow) {
  const { seq, id, createdAt, method, rawQuery, headersJson, ip, size, body } = request;
  const own = [seq, id, createdAt, method, path, rawQuery, headersJson, ip, size, body];
  return [...own, bytesThrough, bodyKey];
}

/*
 * Nearly every path begins with `/h/<endpoint id>`, which is 39 characters long. A row stores "."
 * instead, so "./stripe" stands for `/h/<endpoint id>/stripe`. A stored path that begins with a
 * slash is complete. The first version stored all paths that way.
 */

/** A path as its row stores it. */
function toStoredPath(path: string, endpointId: string): string {
  const prefix = pathPrefix(endpointId);
  return path.startsWith(prefix) ? `.${path.slice(prefix.length)}` : path;
}

/** The original path of a request from the path that its row stores. */
export function fromStoredPath(stored: string, endpointId: string): string {
  return stored.startsWith(".") ? pathPrefix(endpointId) + stored.slice(1) : stored;
}

/** `fromStoredPath` as SQL on the column `path`. An endpoint id is a UUID and needs no quoting. */
export function pathInSql(endpointId: string): string {
  return `iif(path LIKE '.%', '${pathPrefix(endpointId)}' || substr(path, 2), path)`;
}

function pathPrefix(endpointId: string): string {
  return `/h/${endpointId}`;
}
