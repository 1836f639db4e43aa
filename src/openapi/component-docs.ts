/** The description of each component, which is also that of the replies that return it. */
export const COMPONENT_DOCS: Readonly<Record<string, string>> = {
  Received: "The request is stored and has been sent to every connected listener.",
  CapturedRequest: "A captured request, as listeners receive it.",
  RequestRow: "A captured request: the payload of `new_request` in snake_case.",
  Pairs: "Name and value pairs, in the order in which the server received them.",
  RequestPage: "One page of stored requests.",
  CreatedEndpoint: "The new endpoint.",
  EndpointRow: "An endpoint.",
  EndpointActivity: "Request counts by hour, oldest first.",
  EndpointList:
    "The account's endpoints, newest first, and how many requests the account has received today.",
  ResponseSettings:
    "The custom response to senders. It is sent instead of the default 200 after a request is stored.",
  Deleted: "Deleted.",
  DeletedLater:
    "Deleted. Its history and sockets could not all be removed yet; the server keeps trying.",
  DeletedCount: "How many requests were deleted.",
  RemoveRequestsBody: 'A list of ids, either bare or as `{"ids": […]}`.',
  Connection: "A connected listener.",
  ListenerList: "The connected listeners, each with the API key that it uses.",
  Disconnected: "The listener's socket is closed.",
  ReplayTargets: "The connected listeners that can receive a replay.",
  ReplayDispatched: "The request was sent to the listener. Listeners do not confirm delivery.",
  SignatureVerdict: "Whether the signature is valid, and which signature was expected.",
  ApiKey: "An API key, without its secret.",
  CreatedKey: "The new key. `key` is shown only this once.",
  KeyList: "The API keys in use.",
  Revoked: "Revoked. All its sockets are closed, and it can't open new ones.",
  RevokedLater:
    "Revoked. On some endpoints its sockets could not be closed yet; the server keeps trying.",
  Session: "An active sign-in.",
  SessionList: "The account's active sign-ins, newest first.",
  SignedIn: "Signed in.",
  SignedOut: "The credential is revoked and its sockets are closed.",
  CodeSent:
    "A code was sent by email, unless too many were requested. The reply is the same for every email address.",
  DeviceAuthorization: "A code for the user, and a secret for the device to poll with.",
  DeviceToken: "An account token. It is issued only once for each code.",
  DeviceTokenError:
    "The device has no token yet, or will not get one. `error` is a code of RFC 6749 or RFC 8628, not a message.",
  Me: "The account that the credential belongs to.",
  Usage: "Current usage, and the limits of the plan.",
  PlanInForce: "The account's plan with all its limits.",
  ExportLine: "One line of an export. Ignore types that you do not know.",
  ExportedAccount: "The first line.",
  ExportedCredential:
    "An API key, token or session, active or not. Neither its secret nor a hash of the secret is included.",
  ExportedEndpoint: "An endpoint, expired or not. Its requests follow.",
  ExportedRequest: "A request. A body above 1 MiB is omitted; download it from `body_url`.",
  ExportEnd: "The last line. If it is missing, the export is incomplete.",
  Subscription: "The subscription.",
  ProvidedAccount: "The account with a new token. `token` is shown only this once.",
  ChangedAccount: "The account was changed.",
  ChangedAccountLater:
    "The account was changed. On some endpoints the change is not in force yet; the server keeps trying.",
  ResyncStep: "What the step compared, and where the next one begins.",
  Health: "The server is healthy.",
  ServerFrame: "All frames are JSON text. Ignore types that you do not know.",
  ConnectedFrame: "Always the first frame.",
  NewRequestFrame:
    "A captured request: one that was just stored, or an earlier one that you asked for with `since`.",
  ReplayRequestFrame: "A stored request, replayed to this listener only.",
  GapFrame:
    "A range of requests that you missed and that are not sent over this socket: they were deleted because of their age or the storage limit, or there are too many. `from` and `to` are inclusive. To read the requests that are still stored, list them over HTTP with `after`.",
  ErrorFrame: "Your last frame was not JSON, or was larger than 64 KiB. The connection stays open.",
  PongFrame:
    "The reply to a ping. Its `timestamp` says when the server prepared the reply, which can be long before it was sent.",
  ErrorBody:
    "The body of every error reply. Some codes add fields; the description of the code names them.",
};
