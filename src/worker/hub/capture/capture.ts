import type { CaptureReply } from "../contract/packing.ts";
import type { IncomingRequest } from "../contract/requests.ts";
import { UNAVAILABLE, type CaptureRefusal, type CaptureResult } from "../contract/results.ts";
import type { Arrival } from "../log/request-log.ts";
import type { UploadedBody, UploadRefusal, Uploads } from "../log/uploads.ts";
import type { SettingsStore } from "../settings-store.ts";
import type { CommitQueue } from "./commit-queue.ts";
import { RateLimit } from "./rate-limit.ts";
import type { RecentCaptures } from "./recent-captures.ts";

export interface CaptureDeps {
  settings: SettingsStore;
  queue: CommitQueue;
  uploads: Uploads;
  recent: Pick<RecentCaptures, "find">;
  /** The clock, in Unix milliseconds. A function, because an upload takes time. */
  now(): number;
}

/** Refuses the webhooks that the endpoint does not accept and queues the others for commit. */
export class Capture {
  readonly #deps: CaptureDeps;
  readonly #rate = new RateLimit();

  constructor(deps: CaptureDeps) {
    this.#deps = deps;
  }

  /**
   * See `EndpointHub.capture`. Returns a promise only if a request has to wait, because each
   * promise on this path costs measurable time.
   */
  capture(incoming: readonly IncomingRequest[], now: number): CaptureReply | Promise<CaptureReply> {
    const { settings } = this.#deps;
    const refusals = incoming.map((one) => this.#refusal(one, one.body.length, now));
    const accepted = incoming.filter((_, index) => refusals[index] === null);
    const merge = (results: CaptureResult[]): CaptureReply => ({
      results: refusals.map((refusal) => refusal ?? results.shift() ?? UNAVAILABLE),
      ...(settings.isOutdated ? { wantsSettings: true } : {}),
    });
    const results = accepted.length > 0 ? this.#commit(accepted, now) : [];
    return Array.isArray(results) ? merge(results) : results.then(merge);
  }

  /** See `EndpointHub.captureLarge`. */
  async captureLarge(
    sent: Omit<IncomingRequest, "nonce"> & { nonce?: string },
    declaredSize: number | null,
    stream: ReadableStream<Uint8Array>,
  ): Promise<CaptureResult> {
    const { settings, uploads, now } = this.#deps;
    // Version 1 sends no nonce.
    const incoming = { ...sent, nonce: sent.nonce ?? crypto.randomUUID() };
    // The only check of the rate: a body that was received must not be refused for it.
    const refusal = this.#refusal(incoming, declaredSize ?? 0, now());
    if (refusal) return refusal;
    const maxSize = settings.current?.plan.maxBodyBytes ?? 0;
    const upload = await uploads.receive(stream, maxSize);
    if (!upload.ok) {
      return settings.captureRefusal(0, now()) ?? toRefusal(upload.reason, maxSize);
    }
    const { body } = upload;
    try {
      // A stream may end early without an error, so compare its size with the declared one.
      const isWhole = declaredSize === null || declaredSize === body.size;
      const result = isWhole ? await this.#captureUploaded(incoming, body) : UNAVAILABLE;
      if (!result.ok) uploads.discard(body.key);
      return result;
    } catch (error) {
      uploads.discard(body.key);
      throw error;
    }
  }

  /** See `EndpointHub.bodyLimit`. */
  bodyLimit(now: number): number | null {
    const { settings } = this.#deps;
    if (settings.state.is === "unconfigured") return null;
    if (settings.captureRefusal(0, now)) return 0;
    return settings.current?.plan.maxBodyBytes ?? 0;
  }

  #refusal({ nonce }: IncomingRequest, bodyBytes: number, now: number): CaptureRefusal | null {
    const { settings, recent } = this.#deps;
    const refusal = settings.captureRefusal(bodyBytes, now);
    if (refusal) return refusal;
    const limited = this.#rate.take(settings.current?.plan.maxRequestsPerSecond ?? null, now);
    // A repeated call gets the result of the first one: its webhook is stored.
    return limited && recent.find(nonce, now) === null ? limited : null;
  }

  async #captureUploaded(incoming: IncomingRequest, body: UploadedBody): Promise<CaptureResult> {
    const now = this.#deps.now();
    const refusal = this.#deps.settings.captureRefusal(body.size, now);
    if (refusal) return refusal;
    return (await this.#commit([{ ...incoming, body }], now))[0] ?? UNAVAILABLE;
  }

  #commit(arrivals: readonly Arrival[], now: number): CaptureResult[] | Promise<CaptureResult[]> {
    const { queue } = this.#deps;
    return queue.tryCommitNow(arrivals, now) ?? queue.add(arrivals);
  }
}

function toRefusal(reason: UploadRefusal, maxSize: number): CaptureRefusal {
  return reason === "payload_too_large" ? { ok: false, reason, maxSize } : { ok: false, reason };
}
