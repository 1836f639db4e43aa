import * as sample from "./samples.ts";
import type { FieldDoc } from "./types.ts";

export const TIME: FieldDoc = { format: "date-time", example: sample.TIME };
const LAST_TIME: FieldDoc = {
  ...TIME,
  description: "Null if never. May lag behind by up to 3 seconds.",
};
const EXPIRY: FieldDoc = {
  format: "date-time",
  example: sample.LATER,
  description: "Null if it never expires.",
};
const UNIX_TIME: FieldDoc = { example: sample.UNIX_MS, description: "Unix milliseconds." };
export const ACCOUNT_ID: FieldDoc = { format: "uuid", example: sample.ACCOUNT_ID };
export const ENDPOINT_ID: FieldDoc = { format: "uuid", example: sample.ENDPOINT_ID };
export const KEY_ID: FieldDoc = { format: "uuid", example: sample.KEY_ID };
export const KEY_PREFIX: FieldDoc = {
  example: sample.PREFIX,
  description: "The first characters of the key, by which you can recognise it.",
};
export const KEY_ENDPOINTS: FieldDoc = {
  example: null,
  description: "The only endpoints that the key can access. Null for all.",
};
export const DELAY: FieldDoc = {
  description:
    "How many milliseconds to wait after the request is stored before the response is sent.",
};

/** Fields that mean the same in every schema, by name. */
export const DOCS_BY_NAME: Readonly<Record<string, FieldDoc>> = {
  createdAt: TIME,
  created_at: TIME,
  updated_at: TIME,
  dispatchedAt: TIME,
  currentPeriodStart: TIME,
  currentPeriodEnd: { format: "date-time", example: sample.LATER },
  cancelledAt: { format: "date-time", example: null },
  lastUsedAt: LAST_TIME,
  last_request_at: LAST_TIME,
  expiresAt: EXPIRY,
  expires_at: EXPIRY,
  timestamp: UNIX_TIME,
  connectedAt: UNIX_TIME,
  id: { format: "uuid", example: sample.UUID },
  userId: ACCOUNT_ID,
  user_id: ACCOUNT_ID,
  keyId: { ...KEY_ID, description: "Null if the listener does not use an API key." },
  keyName: { example: "server" },
  requestId: { format: "uuid", example: sample.REQUEST_ID },
  connectionId: { format: "uuid", example: sample.CONNECTION_ID },
  email: { example: sample.EMAIL },
  name: { example: "server" },
  alias: { example: "orders", description: "A label of your choice, unique in the account." },
  pending: {
    example: 1,
    description: "On how many endpoints this is not done yet.",
  },
  closedConnections: { example: 2, description: "How many sockets were closed." },
  userAgent: { example: "hooknexus-cli/1.0" },
};
