import { PARTS_KEY } from "./body-parts.ts";
import type { RequestFilter } from "../contract/requests.ts";
import { pathInSql } from "./request-log.ts";

/** An SQL condition on the table `requests`, with its bound values in order. */
export interface Condition {
  sql: string;
  bindings: SqlStorageValue[];
}

const ALL: Condition = { sql: "1", bindings: [] };

/** The filter as a condition on the table `requests` of an endpoint. */
export function conditionOf(
  { q, method, since, until }: RequestFilter,
  endpointId: string,
): Condition {
  return [
    ...(method === undefined ? [] : [where("method = ?", method)]),
    ...(since === undefined ? [] : [where("created_at >= ?", since)]),
    ...(until === undefined ? [] : [where("created_at <= ?", until)]),
    ...(q === undefined ? [] : [contains(q, endpointId)]),
  ].reduce(both, ALL);
}

/*
 * Uses `instr`, because a LIKE pattern is limited to 50 bytes in a Durable Object and has
 * wildcards. Both sides are lower-cased as SQLite does it, which changes ASCII letters only.
 */
function contains(q: string, endpointId: string): Condition {
  const text = lowerAscii(q);
  // Headers are stored as JSON, where a quotation mark is escaped with a backslash.
  const escaped = JSON.stringify(text).slice(1, -1);
  return either(
    where(`instr(lower(${pathInSql(endpointId)} || '?' || raw_query), ?)`, text),
    where("instr(lower(raw_headers), ?)", escaped),
    where("instr(lower(CAST(body AS TEXT)), ?)", text),
    inParts(text),
  );
}

/** A large body is stored in parts. The text may start in one part and end in the next. */
function inParts(text: string): Condition {
  const width = new TextEncoder().encode(text).length - 1;
  return both(
    where("body IS NULL"),
    either(
      where(
        `EXISTS (SELECT 1 FROM body_parts p WHERE p.seq = ${PARTS_KEY}
         AND instr(lower(CAST(p.bytes AS TEXT)), ?))`,
        text,
      ),
      where(
        `EXISTS (SELECT 1 FROM body_parts p JOIN body_parts n ON n.seq = p.seq AND n.part = p.part + 1
         WHERE p.seq = ${PARTS_KEY} AND instr(lower(CAST(
           substr(p.bytes, max(1, length(p.bytes) - ? + 1)) || substr(n.bytes, 1, ?) AS TEXT)), ?))`,
        width,
        width,
        text,
      ),
    ),
  );
}

function where(sql: string, ...bindings: SqlStorageValue[]): Condition {
  return { sql, bindings };
}

function both(a: Condition, b: Condition): Condition {
  return { sql: `${a.sql} AND ${b.sql}`, bindings: [...a.bindings, ...b.bindings] };
}

function either(...conditions: Condition[]): Condition {
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(" OR ")})`,
    bindings: conditions.flatMap(({ bindings }) => bindings),
  };
}

function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
