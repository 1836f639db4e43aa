/**
 * WebSocket close codes that HookNexus sends. Source: docs/api.md, "Listening".
 * A client reconnects after all but the final ones.
 */
export const CLOSE = {
  /** The peer closed, or its owner disconnected it (RFC 6455 7.4.1, normal closure). */
  NORMAL: 1000,
  /** A hundred frames were not JSON, or too large (RFC 6455 7.4.1, policy violation). */
  POLICY_VIOLATION: 1008,
  /** The key, token or session was revoked. Final. */
  CREDENTIAL_REVOKED: 4401,
  /** The plan now allows fewer sockets. Final. */
  PLAN_LIMIT_LOWERED: 4403,
  /** The endpoint was deleted or has expired. Final. */
  ENDPOINT_GONE: 4404,
  /** The peer pinged once, then fell silent. Reconnecting is welcome. */
  PEER_SILENT: 4408,
} as const;
