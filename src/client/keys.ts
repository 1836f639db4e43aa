import { ROUTES } from "../protocol/routes.ts";
import type { BodyOf, CallOptions, Send } from "./call.ts";

/** Calls about API keys, the credentials for scripts. A key can read and listen, but not manage. */
export const keyCalls = (send: Send) => ({
  /**
   * Creates a key. Save its `key`: no later call returns it. `endpointIds` restricts the key to these
   * endpoints. `expiresAt` is ISO 8601; without it the key does not expire.
   *
   * @throws HookNexusError `key_limit` (with `limit`)
   * @example
   * const { key } = await client.keys.create({ name: "deploys", endpointIds: [endpointId] });
   */
  create: (body: BodyOf<"createKey"> = {}, options?: CallOptions) =>
    send(ROUTES.createKey, { body, ...options }),

  /**
   * Lists the keys, without their secrets.
   *
   * @example
   * const { keys } = await client.keys.list();
   */
  list: (options?: CallOptions) => send(ROUTES.listKeys, { ...options }),

  /**
   * Renames a key.
   *
   * @throws HookNexusError `key_not_found`
   * @example
   * await client.keys.rename(id, "staging");
   */
  rename: (id: string, name: string, options?: CallOptions) =>
    send(ROUTES.renameKey, { params: { id }, body: { name }, ...options }),

  /**
   * Replaces a key with a new one. The old key stays valid for `overlapSeconds`, from 0 (the
   * default) to 86,400, a day.
   *
   * @throws HookNexusError `key_not_found`, `key_rotated`
   * @example
   * const { key } = await client.keys.rotate(id, { overlapSeconds: 600 });
   */
  rotate: (id: string, body: BodyOf<"rotateKey"> = {}, options?: CallOptions) =>
    send(ROUTES.rotateKey, { params: { id }, body, ...options }),

  /**
   * Revokes a key. If the reply has `closedConnections`, no socket of the key is open any more. If
   * it has `pending`, that many endpoints could not be reached yet and the server retries them.
   *
   * @throws HookNexusError `key_not_found`
   * @example
   * await client.keys.revoke(id);
   */
  revoke: (id: string, options?: CallOptions) =>
    send(ROUTES.revokeKey, { params: { id }, ...options }),
});
