import type { ErrorCode } from "../protocol/errors.ts";
import type { Schema } from "./types.ts";

type Details = Readonly<Record<string, Schema>>;

const LIMIT: Details = {
  limit: { type: "integer", description: "How many the plan allows." },
};
const MAX_SIZE: Schema = { type: "integer", description: "The largest accepted size in bytes." };

/** The fields of an error reply besides `error`, `code` and `requestId`. */
export const ERROR_DETAILS: Partial<Record<ErrorCode, Details>> = {
  invalid_field: { field: { type: "string", description: "The first invalid field." } },
  invalid_parameter: { parameter: { type: "string", description: "The invalid parameter." } },
  body_too_large: { maxSize: MAX_SIZE },
  payload_too_large: {
    maxSize: MAX_SIZE,
    actualSize: { type: "integer", description: "The size that was sent or declared, in bytes." },
  },
  wrong_origin: {
    expected: { type: "string", format: "uri", description: "The site's own origin." },
  },
  endpoint_limit: LIMIT,
  permanent_limit: LIMIT,
  key_limit: LIMIT,
  sign_in_limit: LIMIT,
  daily_limit: {
    limit: { type: "integer", description: "How many requests a day the plan allows." },
    resetAt: { type: "string", format: "date-time", description: "When the next day begins." },
  },
  endpoint_rate: {
    limit: { type: "integer", description: "How many webhooks a second the plan allows." },
    resetAt: { type: "string", format: "date-time", description: "When to try again." },
  },
};
