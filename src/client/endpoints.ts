import { ROUTES } from "../protocol/routes.ts";
import type { BodyOf, CallOptions, Send } from "./call.ts";

/** Endpoints: the addresses that webhooks go to. */
export const endpointCalls = (send: Send) => ({
  /**
   * Makes an endpoint; send webhooks to its `url`.
   *
   * @throws HookNexusError `endpoint_limit`, `permanent_limit` (both with `limit`), `alias_taken`
   * @example
   * const { id, url } = await client.endpoints.create({ alias: "orders" });
   */
  create: (body: BodyOf<"createEndpoint"> = {}, options?: CallOptions) =>
    send(ROUTES.createEndpoint, { body, ...options }),

  /**
   * Lists the endpoints that have not expired, newest first, and what the day's use of the
   * account is.
   *
   * @example
   * const { endpoints, usage } = await client.endpoints.list();
   */
  list: (options?: CallOptions) => send(ROUTES.listEndpoints, { ...options }),

  /**
   * Shows one endpoint. Its counters may lag by 3 s.
   *
   * @throws HookNexusError `endpoint_not_found`
   * @example
   * const { request_count } = await client.endpoints.get(id);
   */
  get: (id: string, options?: CallOptions) =>
    send(ROUTES.getEndpoint, { params: { id }, ...options }),

  /**
   * Shows how many requests came in each of the last 24 hours, oldest first; the last hour runs
   * still. What its owner has deleted since may count or not.
   *
   * @throws HookNexusError `endpoint_not_found`
   * @example
   * const { buckets } = await client.endpoints.activity(id);
   * const busiest = Math.max(...buckets.map(({ count }) => count));
   */
  activity: (id: string, options?: CallOptions) =>
    send(ROUTES.getActivity, { params: { id }, ...options }),

  /**
   * Changes what the body names and leaves the rest.
   *
   * @throws HookNexusError `endpoint_not_found`, `permanent_limit` (with `limit`), `alias_taken`
   * @example
   * await client.endpoints.update(id, { isPaused: true });
   */
  update: (id: string, body: BodyOf<"updateEndpoint">, options?: CallOptions) =>
    send(ROUTES.updateEndpoint, { params: { id }, body, ...options }),

  /**
   * Deletes an endpoint with its history, and closes its sockets. `pending` counts what was not
   * reached yet, and will be.
   *
   * @throws HookNexusError `endpoint_not_found`
   * @example
   * await client.endpoints.delete(id);
   */
  delete: (id: string, options?: CallOptions) =>
    send(ROUTES.deleteEndpoint, { params: { id }, ...options }),
});

/** Listeners: who is connected to an endpoint. */
export const listenerCalls = (send: Send) => ({
  /**
   * Lists who is connected, and how many may be.
   *
   * @throws HookNexusError `endpoint_not_found`
   * @example
   * const { listeners, max } = await client.listeners.list(endpointId);
   */
  list: (endpointId: string, options?: CallOptions) =>
    send(ROUTES.listListeners, { params: { id: endpointId }, ...options }),

  /**
   * Closes one listener's socket. Nothing keeps it from connecting again: revoke its credential
   * for that.
   *
   * @throws HookNexusError `endpoint_not_found`, `listener_not_found`
   * @example
   * await client.listeners.disconnect(endpointId, connectionId);
   */
  disconnect: (endpointId: string, connectionId: string, options?: CallOptions) =>
    send(ROUTES.disconnectListener, { params: { id: endpointId, connectionId }, ...options }),
});
