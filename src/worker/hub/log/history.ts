import { MAX_INLINE_BODY_BYTES, type StoredRequest } from "../../../protocol/captured-request.ts";
import { seqHint } from "../../../protocol/ids.ts";
import { MAX_PAGE_BODY_BYTES } from "../../../protocol/page-query.ts";
import {
  metadataBytes,
  type PageQuery,
  type RequestPage,
  type RequestStats,
} from "../contract/requests.ts";
import { streamParts } from "./body-parts.ts";
import { countSince } from "./by-time.ts";
import type { LogState } from "./log-state.ts";
import { fromStoredPath } from "./request-log.ts";
import { StorageUse } from "./storage-use.ts";

/** An RPC message may have 32 MiB. A page stays below that by omitting bodies. */
const MAX_PAGE_BYTES = 28 * 1024 * 1024;

const COLUMNS = "seq, id, created_at, method, path, raw_query, raw_headers, ip, size, body";
const COLUMNS_WITHOUT_BODY = `${COLUMNS.replace(", body", "")}, NULL AS body`;

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

/** Reads the requests that `RequestLog` has stored. */
export class History {
  readonly state: LogState;
  readonly endpointId: () => string;
  readonly #sql: SqlStorage;

  /** @param endpointId returns the endpoint's id; first called when a request is read */
  constructor(sql: SqlStorage, state: LogState, endpointId: () => string) {
    this.#sql = sql;
    this.state = state;
    this.endpointId = endpointId;
  }

  /** One page of all requests. */
  page(query: PageQuery): RequestPage {
    const select = `SELECT ${COLUMNS_WITHOUT_BODY} FROM requests`;
    const { limit } = query;
    const rows =
      "after" in query
        ? this.#rows(`${select} WHERE seq > ? ORDER BY seq LIMIT ?`, query.after, limit)
        : this.#rows(`${select} ORDER BY seq DESC LIMIT ? OFFSET ?`, limit, query.offset);
    return { requests: this.#withBodies(rows), total: this.state.count };
  }

  /** One page of the requests with these sequence numbers, as far as they are still stored. */
  pageOf(seqs: readonly number[]): StoredRequest[] {
    // A search of an endpoint that is being deleted finds nothing, and there is no table to ask.
    if (seqs.length === 0) return [];
    const query = `SELECT ${COLUMNS_WITHOUT_BODY} FROM requests
      WHERE seq IN (SELECT value FROM json_each(?))`;
    const rows = new Map(this.#rows(query, JSON.stringify(seqs)).map((row) => [row.seq, row]));
    return this.#withBodies(seqs.flatMap((seq) => rows.get(seq) ?? []));
  }

  /** Reads the bodies of a page in order. Those that do not fit stay null. */
  #withBodies(rows: readonly Row[]): StoredRequest[] {
    const page = rows.map((row) => this.#toRequest(row));
    const metadata = page.reduce((sum, request) => sum + metadataBytes(request), 0);
    let room = Math.min(MAX_PAGE_BODY_BYTES, MAX_PAGE_BYTES - metadata);
    return page.map((request) => {
      if (request.size > Math.min(room, MAX_INLINE_BODY_BYTES)) return request;
      room -= request.size;
      const query = "SELECT body FROM requests WHERE seq = ?";
      const { body } = this.#sql.exec<{ body: ArrayBuffer }>(query, request.seq).one();
      return { ...request, body: new Uint8Array(body) };
    });
  }

  /** Requests after `since`, newest first, read lazily. Stop iterating before the next write. */
  *newestAfter(since: number): Generator<StoredRequest> {
    const rows = this.#sql.exec<Row>(
      `SELECT ${COLUMNS} FROM requests WHERE seq > ? ORDER BY seq DESC`,
      since,
    );
    for (const row of rows) yield this.#toRequest(row);
  }

  /** Requests with `after < seq <= through`, oldest first, read lazily like `newestAfter`. */
  *between(after: number, through: number): Generator<StoredRequest> {
    const rows = this.#sql.exec<Row>(
      `SELECT ${COLUMNS} FROM requests WHERE seq > ? AND seq <= ? ORDER BY seq`,
      after,
      through,
    );
    for (const row of rows) yield this.#toRequest(row);
  }

  /** The request with exactly this id, or null. */
  find(id: string): StoredRequest | null {
    // The id contains the low bits of `seq`, so that ids need no index.
    const query = `SELECT ${COLUMNS} FROM requests WHERE seq = ? AND id = ?`;
    const [row] = this.#rows(query, seqHint(id, this.state.lastSeq), id);
    return row ? this.#toRequest(row) : null;
  }

  /** The exact bytes of a request's body; a stream if the body is stored in parts. */
  readBody(request: StoredRequest): Uint8Array | ReadableStream<Uint8Array> {
    return request.body ?? streamParts(this.#sql, request);
  }

  /** See `countSince` in `by-time.ts`. */
  countSince(boundaries: readonly number[]): number[] {
    const { lastSeq, lastCreatedAt } = this.state;
    const newest = lastSeq === 0 ? null : { seq: lastSeq, createdAt: lastCreatedAt };
    return countSince(this.#sql, newest, boundaries);
  }

  stats(): RequestStats {
    const { lastSeq, lastCreatedAt } = this.state;
    const storedBytes = new StorageUse(this.#sql, this.state).bytes;
    return { requestCount: lastSeq, lastRequestAt: lastCreatedAt || null, storedBytes };
  }

  #toRequest(row: Row): StoredRequest {
    return {
      id: row.id,
      seq: row.seq,
      createdAt: row.created_at,
      method: row.method,
      path: fromStoredPath(row.path, this.endpointId()),
      rawQuery: row.raw_query,
      headersJson: row.raw_headers,
      ip: row.ip,
      size: row.size,
      body: row.body === null ? null : new Uint8Array(row.body),
    };
  }

  #rows(query: string, ...bindings: SqlStorageValue[]): Row[] {
    return this.#sql.exec<Row>(query, ...bindings).toArray();
  }
}
