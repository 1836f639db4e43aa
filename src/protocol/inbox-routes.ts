import { requestRow } from "./captured-request.ts";
import {
  createdEndpoint,
  createEndpointBody,
  endpointRow,
  updateEndpointBody,
} from "./endpoint.ts";
import { pageQuery } from "./page-query.ts";
import { removeRequestsBody } from "./remove-requests.ts";
import * as replies from "./replies.ts";
import { listenerList, replayBody, replayDispatched, replayTargets } from "./replay.ts";
import { route } from "./route.ts";
import { signatureVerdict, verifySignatureBody } from "./signature.ts";

/** The routes of endpoints, of who listens on them and of what they took in. */
export const INBOX_ROUTES = {
  createEndpoint: route({
    method: "POST",
    path: "/api/endpoints",
    caller: "account",
    summary: "Create an endpoint",
    body: createEndpointBody,
    replies: { 201: createdEndpoint },
    errors: ["endpoint_limit", "permanent_limit", "alias_taken"],
  }),
  listEndpoints: route({
    method: "GET",
    path: "/api/endpoints",
    caller: "account_or_key",
    summary: "List the endpoints that have not expired",
    replies: { 200: replies.endpointList },
    errors: [],
  }),
  getEndpoint: route({
    method: "GET",
    path: "/api/endpoints/:id",
    caller: "account_or_key",
    summary: "Show an endpoint",
    replies: { 200: endpointRow },
    errors: ["endpoint_not_found"],
  }),
  updateEndpoint: route({
    method: "PATCH",
    path: "/api/endpoints/:id",
    caller: "account",
    summary: "Change an endpoint; what is left out stays as it is",
    body: updateEndpointBody,
    replies: { 200: endpointRow },
    // Unavailable where many changes of the same endpoint race this one.
    errors: ["endpoint_not_found", "permanent_limit", "alias_taken", "unavailable"],
  }),
  deleteEndpoint: route({
    method: "DELETE",
    path: "/api/endpoints/:id",
    caller: "account",
    summary: "Delete an endpoint, its history and its sockets",
    replies: { 200: replies.deleted, 202: replies.deletedLater },
    errors: ["endpoint_not_found"],
  }),
  listRequests: route({
    method: "GET",
    path: "/api/endpoints/:id/requests",
    caller: "account_or_key",
    summary: "Page and search the stored requests of an endpoint",
    query: pageQuery,
    replies: { 200: replies.requestPage },
    errors: ["endpoint_not_found"],
  }),
  listListeners: route({
    method: "GET",
    path: "/api/endpoints/:id/listeners",
    caller: "account",
    summary: "List who is connected to an endpoint",
    replies: { 200: listenerList },
    errors: ["endpoint_not_found"],
  }),
  disconnectListener: route({
    method: "DELETE",
    path: "/api/endpoints/:id/listeners/:connectionId",
    caller: "account",
    summary: "Disconnect one listener",
    replies: { 200: replies.disconnected },
    errors: ["endpoint_not_found", "listener_not_found"],
  }),
  getRequest: route({
    method: "GET",
    path: "/api/requests/:id",
    caller: "account_or_key",
    summary: "Show a stored request",
    replies: { 200: requestRow },
    errors: ["request_not_found"],
  }),
  getRequestBody: route({
    method: "GET",
    path: "/api/requests/:id/body",
    caller: "account_or_key",
    summary: "Download the exact bytes of a body",
    replies: { 200: "bytes" },
    errors: ["request_not_found"],
  }),
  deleteRequest: route({
    method: "DELETE",
    path: "/api/requests/:id",
    caller: "account",
    summary: "Delete a stored request",
    replies: { 200: replies.deleted },
    errors: ["request_not_found"],
  }),
  deleteRequests: route({
    method: "DELETE",
    path: "/api/requests",
    caller: "account",
    summary: "Delete many stored requests",
    body: removeRequestsBody,
    replies: { 200: replies.deletedCount },
    errors: [],
  }),
  replayTargets: route({
    method: "GET",
    path: "/api/replay/targets/:requestId",
    caller: "account",
    summary: "List the listeners that a request can be sent to again",
    replies: { 200: replayTargets },
    errors: ["plan_without_replay", "request_not_found", "no_target"],
  }),
  previewReplay: route({
    method: "GET",
    path: "/api/replay/preview/:requestId",
    caller: "account",
    summary: "Show what a replay would send",
    replies: { 200: requestRow },
    errors: ["plan_without_replay", "request_not_found"],
  }),
  replay: route({
    method: "POST",
    path: "/api/replay",
    caller: "account",
    summary: "Send a stored request to one listener again",
    body: replayBody,
    replies: { 202: replayDispatched },
    errors: ["plan_without_replay", "request_not_found", "target_offline"],
  }),
  verifySignature: route({
    method: "POST",
    path: "/api/verify-signature",
    caller: "anyone",
    summary: "Check a provider's signature",
    body: verifySignatureBody,
    replies: { 200: signatureVerdict },
    errors: [],
  }),
};
