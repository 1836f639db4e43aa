import { parseQuery, type QueryPair } from "./query.ts";
import { looksLikeJson, withoutMark } from "./sniff-text.ts";

/** A field of a form, with a word on what its value is. */
export interface FormField extends QueryPair {
  /** GitHub and Slack send a form of one field, and in it the JSON that it is all about. */
  isJson: boolean;
}

export interface Form {
  fields: FormField[];
  /** How many there are, shown or not. */
  total: number;
}

/** The fields of an `application/x-www-form-urlencoded` body: all of a repeated name, in order. */
export function parseForm(text: string): Form {
  // Some senders end the body as a line; the line break is no part of the last value.
  const { pairs, total } = parseQuery(withoutMark(text).replace(/\r?\n$/, ""));
  return {
    fields: pairs.map((pair) => ({ ...pair, isJson: looksLikeJson(pair.value.trim()) })),
    total,
  };
}
