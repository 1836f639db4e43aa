import { parseQuery, type QueryPair } from "./query.ts";
import { looksLikeJson, withoutByteOrderMark } from "./sniff-text.ts";

/** One field of a form. */
interface FormField extends QueryPair {
  /**
   * Whether the value is JSON. GitHub and Slack can send their JSON in the only field of a form.
   */
  isJson: boolean;
}

export interface Form {
  fields: FormField[];
  /** Number of fields in the body; `fields` may hold fewer. */
  total: number;
}

/** Parses an `application/x-www-form-urlencoded` body. Repeated names are kept, in order. */
export function parseForm(text: string): Form {
  // Some senders end the body with a line break, which is not part of the last value.
  const { pairs, total } = parseQuery(withoutByteOrderMark(text).replace(/\r?\n$/, ""));
  return {
    fields: pairs.map((pair) => ({ ...pair, isJson: looksLikeJson(pair.value.trim()) })),
    total,
  };
}
