/**
 * WebSocket close codes that HookNexus sends. Source: docs/api.md, "Listening".
 * After a final code, a client must not reconnect.
 */
export const CLOSE = {
  /** The peer closed the socket, or its owner disconnected it (RFC 6455 7.4.1, normal closure). Final. */
  NORMAL: 1000,
  /** 100 frames were not JSON, or were too large (RFC 6455 7.4.1, policy violation). */
  POLICY_VIOLATION: 1008,
  /** The key, token or session was revoked. Final. */
  CREDENTIAL_REVOKED: 4401,
  /** The plan no longer allows this connection. Final. */
  PLAN_LIMIT_LOWERED: 4403,
  /** The endpoint was deleted or has expired. Final. */
  ENDPOINT_GONE: 4404,
  /** The peer pinged and then fell silent, or it does not read its frames. Clients reconnect. */
  PEER_SILENT: 4408,
} as const;
