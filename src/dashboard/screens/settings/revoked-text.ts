import { countText } from "../../inspect/size.ts";

/** The client's result of a revoke. */
export type RevokeResult =
  { revoked: true; closedConnections: number } | { revoked: true; pending: number };

/** The result in words: how many connections were closed, or will be. */
export function revokedText(result: RevokeResult): string {
  if ("pending" in result) {
    const where = countText(result.pending, "endpoint");
    return `It no longer works. ${where} could not be reached yet; any connections there will be closed automatically.`;
  }
  const { closedConnections } = result;
  if (closedConnections === 0) return "It had no open connections.";
  return `${countText(closedConnections, "connection")} closed.`;
}
