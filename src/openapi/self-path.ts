import type { ErrorCode } from "../protocol/errors.ts";
import { errorReplies } from "./errors.ts";
import { resourceOf } from "./resources.ts";
import type { Operation } from "./types.ts";

export const SELF_PATH = "/openapi.json";
export const SELF_CODES: readonly ErrorCode[] = ["internal"];

/** GET /openapi.json. It is not in the table of routes, because its reply is this document. */
export function selfOperation(): Operation {
  return {
    operationId: "getOpenApi",
    tags: [resourceOf(SELF_PATH)],
    summary: "Get this API as an OpenAPI document",
    security: [],
    responses: {
      200: {
        description: "An OpenAPI 3.1 document.",
        headers: {
          ETag: { description: "Send it as `If-None-Match`.", schema: { type: "string" } },
        },
        content: {
          "application/json": {
            // The OpenAPI Specification defines the rest.
            schema: { type: "object", required: ["openapi", "info", "paths"] },
          },
        },
      },
      304: { description: "The document still has the `ETag` that you sent." },
      ...errorReplies(SELF_CODES),
    },
  };
}
