import type { RouteName } from "../protocol/routes.ts";
import type { Parameter, Reply } from "./types.ts";

/** What a route's one line leaves open. */
export const ROUTE_DOCS: Partial<Record<RouteName, string>> = {
  createEndpoint:
    "Without `isPermanent` it lives for as long as the plan says. A body may be left out.",
  listEndpoints: "A key made for certain endpoints sees those alone.",
  getEndpoint: "One that has expired is not found; its requests are, until they are trimmed.",
  getActivity:
    "Full hours (UTC), of which the last runs still. What its owner has deleted since may count or not.",
  updateEndpoint:
    "Where it stops being permanent, its time begins now. A change of the alias to null takes it away.",
  listRequests:
    "Pages newest first with `offset`, or with `after` forward in order of arrival. A page carries at most 24 MiB of bodies; the rest of its bodies are `omitted`.",
  getRequestBody: "A download, never shown: whoever sent it is not to be trusted.",
  deleteRequests: "Ids that are not there, or another's, count for nothing.",
  disconnectListener: "Closes its socket with 1000.",
  replayTargets: "A dashboard is no target: it has nowhere to send a request.",
  replay: "As the frame `replay_request`, to that listener alone.",
  verifySignature:
    "For GitHub, Stripe, Shopify, Slack (with `timestamp`) and Standard Webhooks (with `timestamp` and `id`). Nothing of it is kept.",
  createKey: "Where `endpointIds` names some, the key sees those alone.",
  rotateKey:
    "The new key has the old one's name, endpoints and end, and the two count as one. Without an overlap the old one is out at once.",
  askForCode: "The code works once, for ten minutes, beside the cookie that this sets.",
  exportAccount:
    "Lines of JSON, each an `ExportLine`: the account, its credentials without their secrets, and each endpoint with its requests, oldest first. It is sent as it is read, and ends with a line of type `end`.",
  deleteAccount:
    "Endpoints with their history, keys, sessions and all else that is known of it. Every socket of it closes, with 4404 or 4401. `email` must be the account's own.",
  signOut: "Its body, if there is one, is not read.",
  provideAccount: "The account is made where the address is new.",
  changeAccount: "Name a plan, a subscription or both. What is left out stays.",
  getHealth: "It takes a database with its tables.",
};

type Headers = NonNullable<Reply["headers"]>;

const SETS_COOKIE = (what: string): Headers => ({
  "Set-Cookie": { description: what, schema: { type: "string" } },
});

/** Cookies that a route does not work without, though they are no credential. */
export const ROUTE_COOKIES: Partial<Record<RouteName, Parameter>> = {
  enterCode: {
    name: "__Host-hooknexus_browser",
    in: "cookie",
    required: true,
    description: "What asking for the code has set; on a loopback address `hooknexus_browser`.",
    schema: { type: "string" },
  },
};

/** Headers of a reply that a caller needs. */
export const ROUTE_HEADERS: Partial<Record<RouteName, Headers>> = {
  askForCode: SETS_COOKIE("Which browser the code is for."),
  enterCode: SETS_COOKIE("The session."),
  deleteAccount: SETS_COOKIE("Takes the session's cookie away."),
  signOut: SETS_COOKIE("Takes the session's cookie away."),
  exportAccount: {
    "Content-Disposition": {
      description: "With a file name that has the day in it.",
      schema: { type: "string" },
    },
  },
  getRequestBody: {
    "Content-Type": {
      description: "As it was captured; `application/octet-stream` where there was none.",
      schema: { type: "string" },
    },
    "Content-Disposition": {
      description: "Never rendered in a browser.",
      schema: { type: "string", const: "attachment" },
    },
  },
};
