/** The client library: the exports of `hooknexus`. */
export { createClient, type HookNexus } from "./create-client.ts";
export { memoryCursor, type CursorStore } from "./cursor.ts";
export type { Listening } from "./listening.ts";
export type {
  ListenOptions,
  ListenState,
  ReceivedRequest,
  Runtime,
  Socket,
  // The former name, kept for existing programs.
  Runtime as Surroundings,
} from "./listen-options.ts";
export { HookNexusError, type HookNexusErrorCode } from "./error.ts";
export type { CallOptions, ExactBody } from "./call.ts";
export type { AllQuery } from "./requests.ts";
export type { ClientOptions, Fetch } from "./transport.ts";
export type { Me } from "../protocol/account.ts";
export type { ApiKey, CreatedKey, CreateKeyBody } from "../protocol/api-key.ts";
export type { RequestRow } from "../protocol/captured-request.ts";
export type {
  CreatedEndpoint,
  CreateEndpointBody,
  EndpointActivity,
  EndpointRow,
  UpdateEndpointBody,
} from "../protocol/endpoint.ts";
export type { ExportLine } from "../protocol/export.ts";
export type { PageQuery } from "../protocol/page-query.ts";
export type { PlanName } from "../protocol/plans.ts";
export type { Connection, ListenerList, ReplayDispatched } from "../protocol/replay.ts";
export type { EndpointList, RequestPage, Usage } from "../protocol/replies.ts";
export type { Session } from "../protocol/session.ts";
export type { SignatureProvider, SignatureVerdict } from "../protocol/signature.ts";
export type { Subscription } from "../protocol/subscription.ts";
