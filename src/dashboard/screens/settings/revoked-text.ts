import { countText } from "../../inspect/size.ts";

/** What a revoke came to, as the client gives it. */
export type RevokeResult =
  { revoked: true; closedConnections: number } | { revoked: true; pending: number };

/** The same for people: how many connections are closed, or will be. */
export function revokedText(result: RevokeResult): string {
  if ("pending" in result) {
    const where = countText(result.pending, "endpoint");
    return `Nothing can connect with it any more. ${where} could not be reached just now: what is still connected there is closed as soon as they can be.`;
  }
  const { closedConnections } = result;
  if (closedConnections === 0) return "It had no connection open.";
  return `${countText(closedConnections, "connection")} closed.`;
}
