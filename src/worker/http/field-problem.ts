import type * as z from "zod/mini";

const MAX_FIELD_NAME_LENGTH = 50;

type Issue = z.core.$ZodIssue;

/** Which field of a body is wrong, as `response.status`, and what is wrong with it. */
export interface FieldProblem {
  field: string;
  what: string;
}

/** The first thing that a schema finds wrong with a body. */
export function firstProblem([first]: readonly Issue[]): FieldProblem {
  if (first === undefined) throw new Error("A schema refused a body and did not say why.");
  const { path, ...issue } = meantBy(first);
  if (issue.code !== "unrecognized_keys") return problem(path, issue.message);
  return problem([...path, issue.keys[0] ?? ""], "this route takes no such field");
}

/**
 * What can be said in JSON and not be kept, in a body that its schema took; null where nothing is:
 *
 * - half of a surrogate pair is no Unicode: the database would keep a replacement character, and
 *   so another text than the one that we answered with;
 * - zod leaves `__proto__` out of a record without a word, so that it becomes no prototype.
 */
export function unkeepable(body: unknown, path: readonly string[] = []): FieldProblem | null {
  if (typeof body === "string" && !body.isWellFormed()) return problem(path, "is no Unicode text");
  if (typeof body !== "object" || body === null) return null;
  for (const [name, value] of Object.entries(body)) {
    if (name === "__proto__") return problem([...path, name], "no field has this name");
    const found = unkeepable(value, [...path, name]);
    if (found) return found;
  }
  return null;
}

/** Where a body may have one of several forms, that is meant which it fits the furthest. */
function meantBy(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const [furthest] = issue.errors
    .flatMap(([first]) => first ?? [])
    .toSorted((a, b) => b.path.length - a.path.length);
  return furthest ? { ...furthest, path: [...issue.path, ...furthest.path] } : issue;
}

/** An unknown name is the caller's text: it is cut, so that an error stays a sentence. */
function problem(path: readonly PropertyKey[], what: string): FieldProblem {
  const isInList = typeof path[0] === "number";
  const names = path.length === 0 || isInList ? ["body", ...path] : path;
  // Well formed again after the cut: strict JSON parsers refuse a reply with half a pair.
  const field = names.map(String).join(".").slice(0, MAX_FIELD_NAME_LENGTH).toWellFormed();
  return { field: field || "body", what };
}
