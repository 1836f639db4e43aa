import { ROUTES } from "../protocol/routes.ts";
import type { BodyOf, CallOptions, Send } from "./call.ts";

/** Calls to replay a stored request to one listener. */
export const replayCalls = (send: Send) => ({
  /**
   * Lists the listeners that can receive the replay: all connected ones except dashboards.
   *
   * @throws HookNexusError `plan_without_replay`, `request_not_found`, `no_target`
   * @example
   * const { targets } = await client.replay.targets(requestId);
   */
  targets: (requestId: string, options?: CallOptions) =>
    send(ROUTES.replayTargets, { params: { requestId }, ...options }),

  /**
   * Gets the request that would be sent.
   *
   * @throws HookNexusError `plan_without_replay`, `request_not_found`
   * @example
   * const { method, path } = await client.replay.preview(requestId);
   */
  preview: (requestId: string, options?: CallOptions) =>
    send(ROUTES.previewReplay, { params: { requestId }, ...options }),

  /**
   * Sends the request to the listener. The reply confirms only the sending, because listeners do not
   * acknowledge.
   *
   * @throws HookNexusError `plan_without_replay`, `request_not_found`, `target_offline`
   * @example
   * const [target] = (await client.replay.targets(requestId)).targets;
   * if (target) await client.replay.send({ requestId, connectionId: target.connectionId });
   */
  send: (body: BodyOf<"replay">, options?: CallOptions) =>
    send(ROUTES.replay, { body, ...options }),
});
