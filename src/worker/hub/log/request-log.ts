import { MAX_INLINE_BODY_BYTES, type StoredRequest } from "../../../protocol/captured-request.ts";
import { mintRequestId, seqHint } from "../../../protocol/ids.ts";
import { countArrivals } from "./hourly-counts.ts";
import { removeParts, streamParts } from "./body-parts.ts";
import { insertRequests } from "./insert-requests.ts";
import { LogState } from "./log-state.ts";
import { conditionOf, type RequestFilter } from "./search.ts";
import { fromStoredPath, toStoredPath } from "./stored-path.ts";
import type { UploadedBody } from "./uploads.ts";

/** A request as it arrives, before it has an id, a sequence number and a time. */
export interface IncomingRequest {
  method: string;
  path: string;
  rawQuery: string;
  /** A list of pairs as JSON: made in the worker, of which there can be many. */
  headersJson: string;
  ip: string | null;
  /** At most MAX_INLINE_BODY_BYTES long; what is larger comes as an upload. */
  body: Uint8Array;
}

/** A request that may be stored: what is large of it is stored already. */
export type Arrival = Omit<IncomingRequest, "body"> & { body: Uint8Array | UploadedBody };

/** Counters of one endpoint; `lastRequestAt` is in Unix milliseconds. */
export interface RequestStats {
  requestCount: number;
  lastRequestAt: number | null;
  storedBytes: number;
}

/** What to read of the history: newest first from an offset, or forward from a sequence number. */
export type PageQuery = { limit: number; filter: RequestFilter } & (
  { offset: number } | { after: number }
);

/** RPC ends at 32 MiB: what a page holds stays below it, bodies beyond are omitted. */
const MAX_PAGE_BYTES = 28 * 1024 * 1024;

const COLUMNS = "seq, id, created_at, method, path, raw_query, raw_headers, ip, size, body";

type Row = {
  seq: number;
  id: string;
  created_at: number;
  method: string;
  path: string;
  raw_query: string;
  raw_headers: string;
  ip: string | null;
  size: number;
  body: ArrayBuffer | null;
};

/**
 * The requests of one endpoint in the hub's own SQLite, numbered 1, 2, 3… Numbers are never
 * given out twice, whatever is removed. How requests go is in `retention.ts`.
 */
export class RequestLog {
  readonly #storage: DurableObjectStorage;
  readonly #endpointId: () => string;
  readonly state: LogState;

  /** @param endpointId gives the id of the endpoint, once a request comes or is asked for */
  constructor(storage: DurableObjectStorage, endpointId: () => string) {
    this.#storage = storage;
    this.#endpointId = endpointId;
    this.state = new LogState(storage.sql);
  }

  /** The newest sequence number given out; 0 before the first. */
  get lastSeq(): number {
    return this.state.lastSeq;
  }

  /**
   * Stores a batch in one transaction: all of it or, where it throws, none of it.
   * @param now Unix milliseconds
   */
  append(batch: readonly Arrival[], now: number): StoredRequest[] {
    const endpointId = this.#endpointId();
    // A clock that steps back must not reorder history: readers page by time as well as by seq.
    const createdAt = Math.max(now, this.state.lastCreatedAt);
    const stored = batch.map((incoming, index) =>
      toStored(incoming, this.lastSeq + 1 + index, endpointId, createdAt),
    );
    let bytes = this.state.lastBytesThrough;
    const rows = stored.map((request, index) => {
      const path = toStoredPath(request.path, endpointId);
      bytes += storedBytes({ ...request, path });
      const bodyKey = uploadOf(batch[index])?.key ?? null;
      return { request, path, bytesThrough: bytes, bodyKey };
    });
    insertRequests(this.#storage, rows);
    this.state.noteAppended(batch.length, createdAt, bytes);
    return stored;
  }

  /** Removes requests for their owner; says how many there were. */
  remove(ids: readonly string[]): number {
    const { sql } = this.#storage;
    return this.#storage.transactionSync(() => {
      let [count, bytes] = [0, 0];
      for (const id of ids) {
        const row = this.#row(id);
        if (!row) continue;
        if (row.body === null) removeParts(sql, JSON.stringify([row.seq]));
        sql.exec("DELETE FROM requests WHERE seq = ?", row.seq);
        [count, bytes] = [count + 1, bytes + rowBytes(row)];
      }
      if (count > 0) this.state.noteRemoved(count, bytes);
      return count;
    });
  }

  /** One page of the history and how many requests there are in all. */
  page(query: PageQuery): { requests: StoredRequest[]; total: number } {
    const columns = `${COLUMNS.replace(", body", "")}, NULL AS body`;
    const { sql: condition, bindings } = conditionOf(query.filter, this.#endpointId());
    const rows =
      "after" in query
        ? this.#rows(
            `SELECT ${columns} FROM requests WHERE ${condition} AND seq > ? ORDER BY seq LIMIT ?`,
            ...bindings,
            query.after,
            query.limit,
          )
        : this.#rows(
            `SELECT ${columns} FROM requests WHERE ${condition} ORDER BY seq DESC LIMIT ? OFFSET ?`,
            ...bindings,
            query.limit,
            query.offset,
          );
    const total = bindings.length === 0 ? this.state.count : this.#count(condition, bindings);
    return { requests: this.#withBodies(rows.map((row) => this.#toRequest(row))), total };
  }

  /** Counts what a filter lets through. It reads all that is stored, as a search must. */
  #count(condition: string, bindings: SqlStorageValue[]): number {
    const query = `SELECT count(*) AS n FROM requests WHERE ${condition}`;
    return this.#storage.sql.exec<{ n: number }>(query, ...bindings).one().n;
  }

  /** Reads the bodies of a page, in order, as far as one RPC reply can carry them. */
  #withBodies(page: StoredRequest[]): StoredRequest[] {
    let room = page.reduce((left, request) => left - textBytes(request), MAX_PAGE_BYTES);
    return page.map((request) => {
      if (request.size > Math.min(room, MAX_INLINE_BODY_BYTES)) return request;
      room -= request.size;
      const query = "SELECT body FROM requests WHERE seq = ?";
      const { body } = this.#storage.sql.exec<{ body: ArrayBuffer }>(query, request.seq).one();
      return { ...request, body: new Uint8Array(body) };
    });
  }

  /** What came after `since`, newest first, read lazily. Stop iterating before the next write. */
  *newestAfter(since: number): Generator<StoredRequest> {
    const rows = this.#storage.sql.exec<Row>(
      `SELECT ${COLUMNS} FROM requests WHERE seq > ? ORDER BY seq DESC`,
      since,
    );
    for (const row of rows) yield this.#toRequest(row);
  }

  /** From after one number through another, oldest first, read lazily as above. */
  *between(after: number, through: number): Generator<StoredRequest> {
    const rows = this.#storage.sql.exec<Row>(
      `SELECT ${COLUMNS} FROM requests WHERE seq > ? AND seq <= ? ORDER BY seq`,
      after,
      through,
    );
    for (const row of rows) yield this.#toRequest(row);
  }

  /** The request with exactly this id, or null. */
  find(id: string): StoredRequest | null {
    const row = this.#row(id);
    return row ? this.#toRequest(row) : null;
  }

  #row(id: string): Row | undefined {
    const query = `SELECT ${COLUMNS} FROM requests WHERE seq = ? AND id = ?`;
    return this.#rows(query, seqHint(id, this.lastSeq), id)[0];
  }

  /** The exact bytes of a request's body, whatever its size. */
  readBody(request: StoredRequest): Uint8Array | ReadableStream<Uint8Array> {
    return request.body ?? streamParts(this.#storage.sql, request);
  }

  /** See `countArrivals`. */
  arrivals(moments: readonly number[]): number[] {
    const { lastSeq, lastCreatedAt } = this.state;
    const newest = lastSeq === 0 ? null : { seq: lastSeq, createdAt: lastCreatedAt };
    return countArrivals(this.#storage.sql, newest, moments);
  }

  stats(): RequestStats {
    const { lastSeq, lastCreatedAt, bytes } = this.state;
    return { requestCount: lastSeq, lastRequestAt: lastCreatedAt || null, storedBytes: bytes };
  }

  #toRequest(row: Row): StoredRequest {
    return {
      id: row.id,
      seq: row.seq,
      createdAt: row.created_at,
      method: row.method,
      path: fromStoredPath(row.path, this.#endpointId()),
      rawQuery: row.raw_query,
      headersJson: row.raw_headers,
      ip: row.ip,
      size: row.size,
      body: row.body === null ? null : new Uint8Array(row.body),
    };
  }

  #rows(query: string, ...bindings: SqlStorageValue[]): Row[] {
    return this.#storage.sql.exec<Row>(query, ...bindings).toArray();
  }
}

/**
 * What a request weighs against the plan's store: all that its sender chose the length of.
 * @param path as its row keeps it
 */
export function storedBytes({
  size,
  headersJson,
  path,
  rawQuery,
}: Pick<StoredRequest, "size" | "headersJson" | "path" | "rawQuery">): number {
  return size + headersJson.length + path.length + rawQuery.length;
}

function rowBytes({ size, raw_headers: headersJson, path, raw_query: rawQuery }: Row): number {
  return storedBytes({ size, headersJson, path, rawQuery });
}

function uploadOf(arrival: Arrival | undefined): UploadedBody | null {
  return arrival && "key" in arrival.body ? arrival.body : null;
}

function toStored(
  incoming: Arrival,
  seq: number,
  endpointId: string,
  createdAt: number,
): StoredRequest {
  const { body, ...rest } = incoming;
  return {
    ...rest,
    id: mintRequestId(seq, endpointId, crypto.randomUUID()),
    seq,
    createdAt,
    ...("key" in body ? { size: body.size, body: null } : { size: body.length, body }),
  };
}

/** What a request takes in an RPC call beside its body: up to two bytes a character. */
export function textBytes({
  headersJson,
  path,
  rawQuery,
}: Pick<StoredRequest, "headersJson" | "path" | "rawQuery">): number {
  return 2 * (headersJson.length + path.length + rawQuery.length);
}
