import { ROUTES } from "../protocol/routes.ts";
import { accountCalls, authCalls, operatorCalls } from "./account.ts";
import type { BodyOf, CallOptions } from "./call.ts";
import { endpointCalls, listenerCalls } from "./endpoints.ts";
import { keyCalls } from "./keys.ts";
import { replayCalls } from "./replay.ts";
import { requestCalls } from "./requests.ts";
import { listenCall } from "./listen.ts";
import type { Surroundings } from "./listen-options.ts";
import { createSend, type ClientOptions } from "./transport.ts";

/**
 * Makes a client of one HookNexus and one credential. It keeps no connection and no state.
 *
 * Every call gives what the server replied, or rejects with a {@link HookNexusError}; fields that
 * a newer server adds are left out. Beside what is named at each, any call may come to
 * `not_signed_in`, `key_not_allowed` and the other codes of docs/api.md, or to `network`.
 *
 * @param around in place of the runtime's own WebSocket, timers and random numbers
 * @throws TypeError where `url` or `token` can't be one
 * @example
 * const client = createClient({ url: "https://hooks.example", token: process.env.HOOKNEXUS_TOKEN });
 * const { id, url } = await client.endpoints.create();
 * console.log(`Send webhooks to ${url}.`);
 * for await (const request of client.requests.all(id)) console.log(request.method, request.body);
 */
export function createClient(clientOptions: ClientOptions, around: Partial<Surroundings> = {}) {
  const send = createSend(clientOptions);
  const endpoints = endpointCalls(send);
  const requests = requestCalls(send);
  const listeners = listenerCalls(send);
  return {
    /**
     * Listens on an endpoint: every request once, in order, over restarts and broken connections.
     *
     * @throws while iterating: HookNexusError, where connecting again is of no use: the credential
     *   or the endpoint is gone, or the plan does not allow it
     * @example
     * for await (const request of client.listen(endpointId, { since: 0 })) {
     *   console.log(request.seq, request.method, request.body);
     * }
     */
    listen: listenCall(clientOptions, { endpoints, requests, listeners }, around),
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
       * Holds a provider's signature against what it should be. The secret is kept nowhere; who
       * would rather not send it checks the signature at home.
       *
       * @example
       * const verdict = { provider: "github", payload, signature, secret } as const;
       * const { valid, details } = await client.signatures.verify(verdict);
       */
      verify: (body: BodyOf<"verifySignature">, options?: CallOptions) =>
        send(ROUTES.verifySignature, { body, ...options }),
    },
    /**
     * Whether the server can serve.
     *
     * @throws HookNexusError `unavailable`
     * @example
     * await client.health();
     */
    health: (options?: CallOptions) => send(ROUTES.getHealth, { ...options }),
  };
}

/** A client as {@link createClient} makes it. */
export type HookNexus = ReturnType<typeof createClient>;
