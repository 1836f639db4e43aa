import { ROUTES } from "../protocol/routes.ts";
import type { BodyOf, CallOptions, Send } from "./call.ts";

/** Replay: sending a stored request to one listener again. */
export const replayCalls = (send: Send) => ({
  /**
   * Lists the listeners that a request can be sent to: all that are online but dashboards.
   *
   * @throws HookNexusError `plan_without_replay`, `request_not_found`, `no_target`
   * @example
   * const { targets } = await client.replay.targets(requestId);
   */
  targets: (requestId: string, options?: CallOptions) =>
    send(ROUTES.replayTargets, { params: { requestId }, ...options }),

  /**
   * Shows what would be sent.
   *
   * @throws HookNexusError `plan_without_replay`, `request_not_found`
   * @example
   * const { method, path } = await client.replay.preview(requestId);
   */
  preview: (requestId: string, options?: CallOptions) =>
    send(ROUTES.previewReplay, { params: { requestId }, ...options }),

  /**
   * Sends it. The reply says that it is on its way: a listener does not answer.
   *
   * @throws HookNexusError `plan_without_replay`, `request_not_found`, `target_offline`
   * @example
   * const [target] = (await client.replay.targets(requestId)).targets;
   * if (target) await client.replay.send({ requestId, connectionId: target.connectionId });
   */
  send: (body: BodyOf<"replay">, options?: CallOptions) =>
    send(ROUTES.replay, { body, ...options }),
});
