import type { StoredRequest } from "../../../protocol/captured-request.ts";
import type { Plan, Plans } from "../../../protocol/plans.ts";
import type { AnswerSettings } from "../../../protocol/response-settings.ts";
import type { Intake, IntakeResult } from "./commit-queue.ts";
import { notTakenIn, refusalOf } from "./refusals.ts";
import type { Arrival, IncomingRequest } from "../log/request-log.ts";
import type { Captured, CaptureRefusal, CaptureResult } from "../contract/results.ts";
import type { HubState } from "../settings-store.ts";
import type { UploadRefusal, Uploads } from "../log/uploads.ts";

const UNAVAILABLE: CaptureRefusal = { ok: false, reason: "unavailable" };

/** What the reception works with. */
export interface ReceptionParts {
  state(): HubState;
  plans(): Plans;
  intake: Intake;
  uploads: Uploads;
}

/** Where webhooks come in: refuses what the endpoint does not take, hands on what it does. */
export class Reception {
  readonly #parts: ReceptionParts;

  constructor(parts: ReceptionParts) {
    this.#parts = parts;
  }

  /** See `EndpointHub.capture`. A promise only where something is waited for: each has its cost. */
  capture(incoming: readonly IncomingRequest[]): CaptureResult[] | Promise<CaptureResult[]> {
    const refusals = incoming.map(({ body }) => this.refusal(body.length));
    const taken = incoming.filter((_, index) => refusals[index] === null);
    const inPlace = (results: CaptureResult[]) =>
      refusals.map((refusal) => refusal ?? results.shift() ?? UNAVAILABLE);
    const results = taken.length > 0 ? this.#takeIn(taken) : [];
    return Array.isArray(results) ? inPlace(results) : results.then(inPlace);
  }

  /** See `EndpointHub.captureLarge`. */
  async captureLarge(
    incoming: IncomingRequest,
    declaredSize: number | null,
    stream: ReadableStream<Uint8Array>,
  ): Promise<CaptureResult> {
    const refusal = this.refusal(declaredSize ?? 0);
    if (refusal) return refusal;
    const { uploads } = this.#parts;
    const maxSize = this.#plan()?.maxBodyBytes ?? 0;
    const upload = await uploads.receive(stream, maxSize);
    if (!upload.ok) return this.refusal(0) ?? toRefusal(upload.reason, maxSize);
    const { body } = upload;
    try {
      // A stream that ends early without an error is no body that its sender finished.
      const isWhole = declaredSize === null || declaredSize === body.size;
      const result: CaptureResult = isWhole
        ? (this.refusal(body.size) ?? (await this.#takeInOne({ ...incoming, body })))
        : { ok: false, reason: "unavailable" };
      if (!result.ok) uploads.discard(body.key);
      return result;
    } catch (error) {
      uploads.discard(body.key);
      throw error;
    }
  }

  /** See `EndpointHub.bodyLimit`. */
  bodyLimit(): number | null {
    if (this.#parts.state().is === "unconfigured") return null;
    return this.refusal(0) ? 0 : (this.#plan()?.maxBodyBytes ?? 0);
  }

  /** See `EndpointHub.refusal`. */
  refusal(size: number): CaptureRefusal | null {
    return refusalOf(this.#parts.state(), this.#parts.plans(), size, Date.now());
  }

  async #takeInOne(arrival: Arrival): Promise<CaptureResult> {
    return (await this.#takeIn([arrival]))[0] ?? UNAVAILABLE;
  }

  #takeIn(taken: readonly Arrival[]): CaptureResult[] | Promise<CaptureResult[]> {
    const { intake } = this.#parts;
    const stored = intake.passAtOnce(taken);
    if (stored) return stored.map((request) => this.#captured(request));
    return intake.add(taken).then((results) => results.map((result) => this.#outcome(result)));
  }

  #outcome(result: IntakeResult): CaptureResult {
    if ("stored" in result) return this.#captured(result.stored);
    const limit = this.#plan()?.maxDailyRequests ?? null;
    // Deleted or paused since it arrived.
    return this.refusal(0) ?? notTakenIn(result.refused, limit, Date.now());
  }

  #captured({ id, createdAt }: StoredRequest): Captured {
    return { ok: true, id, timestamp: createdAt, ...this.#answer() };
  }

  /** Nothing where senders are answered by default, as nearly all are. */
  #answer(): { answer?: AnswerSettings } {
    const state = this.#parts.state();
    if (state.is !== "configured") return {};
    const { response, handshakes } = state.settings;
    return response || handshakes.length > 0 ? { answer: { response, handshakes } } : {};
  }

  #plan(): Plan | null {
    const state = this.#parts.state();
    return state.is === "configured" ? this.#parts.plans()[state.settings.plan] : null;
  }
}

function toRefusal(reason: UploadRefusal, maxSize: number): CaptureRefusal {
  return reason === "payload_too_large" ? { ok: false, reason, maxSize } : { ok: false, reason };
}
