import type { ErrorCode } from "../protocol/errors.ts";
import type { Schema } from "./types.ts";

type Details = Readonly<Record<string, Schema>>;

const LIMIT: Details = {
  limit: { type: "integer", description: "How many the plan allows." },
};
const MAX_SIZE: Schema = { type: "integer", description: "Bytes that are taken." };

/** What an error says beside `error`, `code` and `requestId`. */
export const ERROR_DETAILS: Partial<Record<ErrorCode, Details>> = {
  invalid_field: { field: { type: "string", description: "The first field that does not fit." } },
  invalid_parameter: { parameter: { type: "string", description: "The one that does not fit." } },
  body_too_large: { maxSize: MAX_SIZE },
  payload_too_large: {
    maxSize: MAX_SIZE,
    actualSize: { type: "integer", description: "Bytes that were sent, or declared." },
  },
  wrong_origin: {
    expected: { type: "string", format: "uri", description: "The site's own address." },
  },
  endpoint_limit: LIMIT,
  permanent_limit: LIMIT,
  key_limit: LIMIT,
  sign_in_limit: LIMIT,
  daily_limit: {
    ...LIMIT,
    resetAt: { type: "string", format: "date-time", description: "When the day begins anew." },
  },
};
