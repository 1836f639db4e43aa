import { ROUTES } from "../protocol/routes.ts";
import type { BodyOf, CallOptions, Send } from "./call.ts";

/** Calls about endpoints, the URLs that receive webhooks. */
export const endpointCalls = (send: Send) => ({
  /**
   * Creates an endpoint. Webhooks go to its `url`.
   *
   * @throws HookNexusError `endpoint_limit`, `permanent_limit` (both with `limit`), `alias_taken`
   * @example
   * const { id, url } = await client.endpoints.create({ alias: "orders" });
   */
  create: (body: BodyOf<"createEndpoint"> = {}, options?: CallOptions) =>
    send(ROUTES.createEndpoint, { body, ...options }),

  /**
   * Lists the endpoints that have not expired, newest first, and the account's requests of today
   * (UTC).
   *
   * @example
   * const { endpoints, usage } = await client.endpoints.list();
   */
  list: (options?: CallOptions) => send(ROUTES.listEndpoints, { ...options }),

  /**
   * Gets one endpoint. Its counters may lag by up to 3 s.
   *
   * @throws HookNexusError `endpoint_not_found`
   * @example
   * const { request_count } = await client.endpoints.get(id);
   */
  get: (id: string, options?: CallOptions) =>
    send(ROUTES.getEndpoint, { params: { id }, ...options }),

  /**
   * Counts the requests of each of the last 24 hours (UTC), oldest first; the last bucket is the
   * current hour. Requests that were deleted since may or may not be counted.
   *
   * @throws HookNexusError `endpoint_not_found`
   * @example
   * const { buckets } = await client.endpoints.activity(id);
   * const busiest = Math.max(...buckets.map(({ count }) => count));
   */
  activity: (id: string, options?: CallOptions) =>
    send(ROUTES.getActivity, { params: { id }, ...options }),

  /**
   * Changes the given fields and keeps the rest.
   *
   * @throws HookNexusError `endpoint_not_found`, `permanent_limit` (with `limit`), `alias_taken`
   * @example
   * await client.endpoints.update(id, { isPaused: true });
   */
  update: (id: string, body: BodyOf<"updateEndpoint">, options?: CallOptions) =>
    send(ROUTES.updateEndpoint, { params: { id }, body, ...options }),

  /**
   * Deletes an endpoint with its requests, and closes its sockets. If the reply has `pending`, the
   * endpoint could not be reached yet and the server retries.
   *
   * @throws HookNexusError `endpoint_not_found`
   * @example
   * await client.endpoints.delete(id);
   */
  delete: (id: string, options?: CallOptions) =>
    send(ROUTES.deleteEndpoint, { params: { id }, ...options }),
});

/** Calls about listeners, the clients connected to an endpoint. */
export const listenerCalls = (send: Send) => ({
  /**
   * Lists the connected listeners and the maximum number of them.
   *
   * @throws HookNexusError `endpoint_not_found`
   * @example
   * const { listeners, max } = await client.listeners.list(endpointId);
   */
  list: (endpointId: string, options?: CallOptions) =>
    send(ROUTES.listListeners, { params: { id: endpointId }, ...options }),

  /**
   * Closes one listener's socket. The listener may connect again; to prevent that, revoke its
   * credential.
   *
   * @throws HookNexusError `endpoint_not_found`, `listener_not_found`
   * @example
   * await client.listeners.disconnect(endpointId, connectionId);
   */
  disconnect: (endpointId: string, connectionId: string, options?: CallOptions) =>
    send(ROUTES.disconnectListener, { params: { id: endpointId, connectionId }, ...options }),
});
