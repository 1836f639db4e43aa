import type { ErrorCode } from "../protocol/errors.ts";
import type { Operation } from "./types.ts";
import { refusals } from "./errors.ts";
import { resourceOf } from "./resources.ts";

export const SELF_PATH = "/openapi.json";
export const SELF_CODES: readonly ErrorCode[] = ["internal"];

/** GET /openapi.json. It stands beside the table of routes: its reply is this document. */
export function selfOperation(): Operation {
  return {
    operationId: "getOpenApi",
    tags: [resourceOf(SELF_PATH)],
    summary: "Show this document",
    security: [],
    responses: {
      200: {
        description: "An OpenAPI 3.1 document.",
        headers: {
          ETag: { description: "Send it as `If-None-Match`.", schema: { type: "string" } },
        },
        content: {
          "application/json": {
            // What an OpenAPI document is made of is the OpenAPI Specification's to say.
            schema: { type: "object", required: ["openapi", "info", "paths"] },
          },
        },
      },
      304: { description: "It is the one whose `ETag` you sent." },
      ...refusals(SELF_CODES),
    },
  };
}
