import type { RequestFilter } from "../contract/requests.ts";
import { pathInSql } from "./request-log.ts";

/** An SQL expression on the table `requests`, with its bound values in order. */
interface Condition {
  sql: string;
  bindings: SqlStorageValue[];
}

/**
 * The filter as two conditions on the table `requests` of an endpoint. Its times are not part of
 * them: they become a range of sequence numbers.
 */
export interface FilterCondition {
  /** Rows that may match. */
  candidates: Condition;
  /** Candidates that match for certain. The others match if the text is in their body parts. */
  matches: Condition;
}

export function conditionOf({ q, method }: RequestFilter, endpointId: string): FilterCondition {
  const ofMethod = method === undefined ? ALL : where("method = ?", method);
  if (q === undefined) return { candidates: ofMethod, matches: ALL };
  const matches = contains(q, endpointId);
  return { candidates: both(ofMethod, either(matches, where("body IS NULL"))), matches };
}

const ALL: Condition = { sql: "1", bindings: [] };

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
    where("coalesce(instr(lower(CAST(body AS TEXT)), ?), 0)", text),
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

export function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
