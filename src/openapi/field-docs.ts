import { ACCOUNT_DOCS } from "./account-docs.ts";
import { CAPTURED_DOCS } from "./captured-docs.ts";
import { INBOX_DOCS } from "./inbox-docs.ts";
import * as sample from "./samples.ts";
import type { FieldDoc } from "./types.ts";

/** The docs of a component's fields, as `Component.field` or `Component.outer.inner`. */
export const DOCS_BY_PLACE: Readonly<Record<string, FieldDoc>> = {
  ...CAPTURED_DOCS,
  ...INBOX_DOCS,
  ...ACCOUNT_DOCS,

  "ErrorBody.error": { example: "Endpoint not found", description: "A message for people." },
  "ErrorBody.code": {
    example: "endpoint_not_found",
    description: "A code for programs. It never changes.",
  },
  "ErrorBody.requestId": {
    format: "uuid",
    example: sample.UUID,
    description: "The id of this call. Quote it when you contact support.",
  },
};
