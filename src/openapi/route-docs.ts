import type { RouteName } from "../protocol/routes.ts";
import type { Parameter, Reply } from "./types.ts";

/** Details for callers that do not fit into the one-line summary of a route. */
export const ROUTE_DOCS: Partial<Record<RouteName, string>> = {
  createEndpoint:
    "The body is optional. Without `isPermanent`, the endpoint expires after the plan's endpoint lifetime.",
  listEndpoints: "With an API key that is restricted to certain endpoints, only those are listed.",
  getEndpoint:
    "An expired endpoint is not found. Its requests can be read until the plan's history time has passed.",
  getActivity:
    "Each bucket is a full hour (UTC). The last one is the current hour. Requests that were deleted later may or may not be counted.",
  updateEndpoint:
    "If you set `isPermanent` to false, the plan's endpoint lifetime begins now. To remove the alias, set it to null.",
  listRequests:
    "Use `offset` to page from the newest request back, or `after` to page in order of arrival. A page contains at most 4 MiB of bodies; the bodies beyond that are `omitted` and have a `body_url`. A page with `q`, `method`, `since` or `until` is a search. An endpoint runs one search at a time, and a search reads at most 1 GiB per call. If the reply has `next`, pass it as `cursor` to continue the search.",
  getRequestBody:
    "The body is always sent as a download, because its sender is not trusted. Browsers never render it.",
  deleteRequests: "Ids that are unknown or belong to another account are ignored.",
  disconnectListener: "Closes the listener's socket with code 1000 (normal closure).",
  replayTargets: "Dashboards are not listed, because they do not forward requests.",
  replay: "The request is sent as a `replay_request` frame to this listener only.",
  verifySignature:
    "Supports GitHub, Stripe, Shopify, Slack (with `timestamp`) and Standard Webhooks (with `timestamp` and `id`). Nothing that you send is stored.",
  createKey: "To restrict the key to certain endpoints, list them in `endpointIds`.",
  rotateKey:
    "The new key has the name, endpoints and expiry of the old one, and both count as one key. Without an overlap, the old key stops working immediately.",
  askForCode:
    "The code works once, within ten minutes, and only together with the cookie that this reply sets.",
  exportAccount:
    "The reply is lines of JSON, each of them an `ExportLine`: the account, its credentials without their secrets, then each endpoint with its requests, oldest first. The reply is streamed. It is complete if its last line has the type `end`.",
  deleteAccount:
    "Deletes the account with its endpoints, stored requests, keys and sessions, and closes all its sockets with code 4404 (endpoint deleted) or 4401 (credential revoked). `email` must be the email address of the account.",
  signOut: "A request body is ignored.",
  provideAccount: "If there is no account with this email address, it is created.",
  changeAccount: "Send `plan`, `subscription` or both. A field that is left out is not changed.",
  resync:
    "Use it after the database was restored to an earlier time, or after you changed `PLAN_OVERRIDES`. Repeat the call with `next` of each reply as `cursor` until `next` is null. If the last reply has a `pending` above 0, start again without a `cursor`.",
  getHealth:
    "Without a credential, the reply says that the server runs. With the operator's token, the server also checks that its database answers and has the newest migration, and answers 503 otherwise.",
};

type Headers = NonNullable<Reply["headers"]>;

const setsCookie = (description: string): Headers => ({
  "Set-Cookie": { description, schema: { type: "string" } },
});

/** Cookies that a route requires although they are not credentials. */
export const ROUTE_COOKIES: Partial<Record<RouteName, Parameter>> = {
  enterCode: {
    name: "__Host-hooknexus_browser",
    in: "cookie",
    required: true,
    description:
      "The cookie that was set when you requested the code. On a loopback address it is called `hooknexus_browser`.",
    schema: { type: "string" },
  },
};

/** Headers of a successful reply that a caller needs. */
export const ROUTE_HEADERS: Partial<Record<RouteName, Headers>> = {
  askForCode: setsCookie("Identifies the browser that requested the code."),
  enterCode: setsCookie("The session."),
  deleteAccount: setsCookie("Removes the session cookie."),
  signOut: setsCookie("Removes the session cookie."),
  exportAccount: {
    "Content-Disposition": {
      description: "Suggests a file name that contains the date.",
      schema: { type: "string" },
    },
  },
  getRequestBody: {
    "Content-Type": {
      description: "As captured, or `application/octet-stream` if the request had none.",
      schema: { type: "string" },
    },
    "Content-Disposition": {
      description: "Makes browsers download the body instead of rendering it.",
      schema: { type: "string", const: "attachment" },
    },
  },
};
