import type * as z from "zod/mini";

const MAX_FIELD_NAME_LENGTH = 50;

type Issue = z.core.$ZodIssue;

/** A field of a body, such as `response.status`, and the reason why it is invalid. */
export interface FieldProblem {
  field: string;
  what: string;
}

/** The first problem that a schema reports. */
export function firstProblem([first]: readonly Issue[]): FieldProblem {
  if (first === undefined) throw new Error("A schema refused a body but reported no issue.");
  const { path, ...issue } = deepestIssue(first);
  if (issue.code !== "unrecognized_keys") return problem(path, issue.message);
  return problem([...path, issue.keys[0] ?? ""], "unknown field");
}

/**
 * Finds a value in a valid body that JSON can express but we can't store:
 *
 * - A lone surrogate is not valid Unicode. The database would store a replacement character, so a
 *   later reply would differ from the reply to this call.
 * - The field name `__proto__`. Zod silently drops it, so that it can't become the prototype.
 *
 * Returns null if there is none.
 */
export function findUnstorable(body: unknown, path: readonly string[] = []): FieldProblem | null {
  if (typeof body === "string" && !body.isWellFormed())
    return problem(path, "is not valid Unicode text");
  if (typeof body !== "object" || body === null) return null;
  for (const [name, value] of Object.entries(body)) {
    if (name === "__proto__") return problem([...path, name], "is not a valid field name");
    const found = findUnstorable(value, [...path, name]);
    if (found) return found;
  }
  return null;
}

/** The issue itself; for a union, the issue of the variant that the body matches best. */
function deepestIssue(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const [furthest] = issue.errors
    .flatMap(([first]) => first ?? [])
    .toSorted((a, b) => b.path.length - a.path.length);
  return furthest ? { ...furthest, path: [...issue.path, ...furthest.path] } : issue;
}

/** The name of an unknown field comes from the caller, so it is cut to keep the error readable. */
function problem(path: readonly PropertyKey[], what: string): FieldProblem {
  const isInList = typeof path[0] === "number";
  const names = path.length === 0 || isInList ? ["body", ...path] : path;
  // The cut may split a surrogate pair, and strict JSON parsers reject half a pair.
  const field = names.map(String).join(".").slice(0, MAX_FIELD_NAME_LENGTH).toWellFormed();
  return { field: field || "body", what };
}
