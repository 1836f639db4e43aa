import * as z from "zod/mini";

/** Header names with their values, in the order in which they were delivered. */
export const pairs = z.array(z.tuple([z.string(), z.string()]));
export type Pairs = z.infer<typeof pairs>;

/*
 * How a hub stores headers: a JSON list of pairs, the sender's first and then those that the edge
 * added, followed by one space for each of the latter. JSON allows spaces after a value, so version 1
 * reads the same list, and no sender can forge them: they are not part of any header.
 */

/** @param added the headers that the edge added on the way */
export function encodeHeaders(sent: Pairs, added: Pairs = []): string {
  if (added.length === 0) return JSON.stringify(sent);
  return JSON.stringify([...sent, ...added]) + " ".repeat(added.length);
}

export function decodeHeaders(json: string): { sent: Pairs; added: Pairs } {
  const all = JSON.parse(json) as Pairs;
  const count = json.length - json.trimEnd().length;
  if (count === 0) return { sent: all, added: [] };
  const at = Math.max(0, all.length - count);
  return { sent: all.slice(0, at), added: all.slice(at) };
}
