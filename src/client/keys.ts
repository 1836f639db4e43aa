import { ROUTES } from "../protocol/routes.ts";
import type { BodyOf, CallOptions, Send } from "./call.ts";

/** API keys: credentials for scripts, which read and listen and manage nothing. */
export const keyCalls = (send: Send) => ({
  /**
   * Makes a key. Keep its `key`: it is shown this once.
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
   * Gives a key another name.
   *
   * @throws HookNexusError `key_not_found`
   * @example
   * await client.keys.rename(id, "staging");
   */
  rename: (id: string, name: string, options?: CallOptions) =>
    send(ROUTES.renameKey, { params: { id }, body: { name }, ...options }),

  /**
   * Makes a key that takes this one's place; the old one works for `overlapSeconds` more, up to
   * a day, and not at all where that is left out.
   *
   * @throws HookNexusError `key_not_found`, `key_rotated`
   * @example
   * const { key } = await client.keys.rotate(id, { overlapSeconds: 600 });
   */
  rotate: (id: string, body: BodyOf<"rotateKey"> = {}, options?: CallOptions) =>
    send(ROUTES.rotateKey, { params: { id }, body, ...options }),

  /**
   * Revokes a key. With `closedConnections` no socket of it is open anywhere any more; with
   * `pending` so many endpoints were not reached yet, and will be.
   *
   * @throws HookNexusError `key_not_found`
   * @example
   * await client.keys.revoke(id);
   */
  revoke: (id: string, options?: CallOptions) =>
    send(ROUTES.revokeKey, { params: { id }, ...options }),
});
