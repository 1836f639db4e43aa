import type { CapturedRequest, Pairs } from "../../protocol/captured-request.ts";
import { parseQuery } from "./query.ts";

export type Change = "same" | "added" | "removed" | "changed";

/** One value in two requests, side by side. */
interface ValueChange {
  change: Change;
  before: string;
  after: string;
}

/** All values of one header or query parameter in two requests. */
export interface NamedChange {
  name: string;
  change: Change;
  before: string[];
  after: string[];
}

/** The differences between two captured requests, except in their bodies. */
export interface RequestChanges {
  method: ValueChange;
  path: ValueChange;
  query: NamedChange[];
  headers: NamedChange[];
}

type Compared = Pick<CapturedRequest, "method" | "path" | "rawQuery" | "rawHeaders">;

/** Compares two requests. An "added" name is only in `after`, a "removed" one only in `before`. */
export function compareRequests(before: Compared, after: Compared): RequestChanges {
  return {
    method: compareValues(before.method, after.method),
    path: compareValues(before.path, after.path),
    query: compareNamed(queryPairs(before), queryPairs(after)),
    headers: compareNamed(before.rawHeaders, after.rawHeaders),
  };
}

function compareValues(before: string, after: string): ValueChange {
  return { change: before === after ? "same" : "changed", before, after };
}

function queryPairs({ rawQuery }: Compared): Pairs {
  return parseQuery(rawQuery).pairs.map(({ name, value }) => [name, value]);
}

/** Names in the order of the first request, then names that only the second has. */
function compareNamed(before: Pairs, after: Pairs): NamedChange[] {
  const [left, right] = [valuesByName(before), valuesByName(after)];
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].map((name) => {
    const values = { before: left.get(name) ?? [], after: right.get(name) ?? [] };
    return { name, ...values, change: changeOf(values.before, values.after) };
  });
}

function valuesByName(pairs: Pairs): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = byName.get(name);
    if (values) values.push(value);
    else byName.set(name, [value]);
  }
  return byName;
}

function changeOf(before: string[], after: string[]): Change {
  if (before.length === 0) return "added";
  if (after.length === 0) return "removed";
  const isSame = before.length === after.length && before.every((value, at) => value === after[at]);
  return isSame ? "same" : "changed";
}
