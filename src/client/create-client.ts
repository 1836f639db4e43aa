import { ROUTES } from "../protocol/routes.ts";
import { accountCalls, authCalls, operatorCalls } from "./account.ts";
import type { BodyOf, CallOptions } from "./call.ts";
import { endpointCalls, listenerCalls } from "./endpoints.ts";
import { keyCalls } from "./keys.ts";
import { replayCalls } from "./replay.ts";
import { requestCalls } from "./requests.ts";
import { listenCall } from "./listen.ts";
import type { Runtime } from "./listen-options.ts";
import { createSend, type ClientOptions } from "./transport.ts";

/**
 * Creates a client for one HookNexus server and one credential. It holds no connection and no state.
 *
 * Every call resolves with the server's reply or rejects with a {@link HookNexusError}. Fields that a
 * newer server adds are dropped. Besides the codes listed at each call, any call may reject with
 * `not_signed_in`, `key_not_allowed` and the other common codes of docs/api.md, or with `network`.
 *
 * @param runtime replaces the global WebSocket, the timers and the random numbers
 * @throws TypeError if `url` or `token` is malformed
 * @example
 * const client = createClient({ url: "https://hooks.example", token: process.env.HOOKNEXUS_TOKEN });
 * const { id, url } = await client.endpoints.create();
 * console.log(`Send webhooks to ${url}.`);
 * for await (const request of client.requests.all(id)) console.log(request.method, request.body);
 */
export function createClient(clientOptions: ClientOptions, runtime: Partial<Runtime> = {}) {
  const send = createSend(clientOptions);
  const endpoints = endpointCalls(send);
  const requests = requestCalls(send);
  const listeners = listenerCalls(send);
  return {
    /**
     * Listens on an endpoint. Yields every request once and in order, across restarts and broken
     * connections.
     *
     * @throws HookNexusError while iterating, if reconnecting can't help: the credential was revoked,
     *   the endpoint is gone, or the plan does not allow it
     * @example
     * for await (const request of client.listen(endpointId, { since: 0 })) {
     *   console.log(request.seq, request.method, request.body);
     * }
     */
    listen: listenCall(clientOptions, { endpoints, requests, listeners }, runtime),
    endpoints,
    requests,
    listeners,
    replay: replayCalls(send),
    keys: keyCalls(send),
    account: accountCalls(send),
    auth: authCalls(send),
    admin: operatorCalls(send),
    signatures: {
      /**
       * Verifies a provider's webhook signature. The server does not store the secret. To keep the
       * secret to yourself, verify with the provider's own library instead.
       *
       * @example
       * const signed = { provider: "github", payload, signature, secret } as const;
       * const { valid, details } = await client.signatures.verify(signed);
       */
      verify: (body: BodyOf<"verifySignature">, options?: CallOptions) =>
        send(ROUTES.verifySignature, { body, ...options }),
    },
    /**
     * Checks that the server is healthy.
     *
     * @throws HookNexusError `unavailable`
     * @example
     * await client.health();
     */
    health: (options?: CallOptions) => send(ROUTES.getHealth, { ...options }),
  };
}

/** The client that {@link createClient} returns. */
export type HookNexus = ReturnType<typeof createClient>;
