/* The query cache's keys. Invalidating a key also invalidates all keys that it is a prefix of. */
export const queryKeys = {
  me: ["me"],
  usage: ["usage"],
  sessions: ["sessions"],
  subscription: ["subscription"],
  keys: ["keys"],
  endpoints: ["endpoints"],
  endpoint: (id: string) => ["endpoints", id],
  listeners: (endpointId: string) => ["endpoints", endpointId, "listeners"],
  contents: (endpointId: string) => ["endpoints", endpointId, "contents"],
  activity: (endpointId: string) => ["endpoints", endpointId, "activity"],
  newestRequests: (endpointId: string) => ["endpoints", endpointId, "newest"],
  requestBySeq: (endpointId: string, seq: number) => ["endpoints", endpointId, "number", seq],
  request: (id: string) => ["requests", id],
  previousRequest: (id: string) => ["requests", id, "previous"],
  requestBody: (id: string) => ["requests", id, "body"],
  replayTargets: (requestId: string) => ["requests", requestId, "replay-targets"],
} as const;
