import type { Plan, Plans } from "../../protocol/plans.ts";
import type { AnswerSettings } from "../../protocol/response-settings.ts";
import type { Intake, IntakeResult } from "./intake.ts";
import { notTakenIn, refusalOf } from "./refusals.ts";
import type { Arrival, IncomingRequest, OfferedRequest } from "./request-log.ts";
import type { CaptureRefusal, CaptureResult } from "./results.ts";
import type { HubState } from "./settings-store.ts";
import type { UploadRefusal, Uploads } from "./uploads.ts";

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

  /** See `EndpointHub.capture`. */
  async capture(offered: readonly OfferedRequest[]): Promise<CaptureResult[]> {
    const refusals = offered.map((one) => this.#refusalOf(one));
    const taken = offered.filter((_, index) => refusals[index] === null);
    const results = taken.length > 0 ? await this.#takeIn(taken) : [];
    return refusals.map((refusal) => refusal ?? results.shift() ?? UNAVAILABLE);
  }

  #refusalOf({ incoming, size }: OfferedRequest): CaptureRefusal | null {
    // It was not kept, for it seemed too large; what holds has changed since. Nobody has it now.
    return this.#refusal(size) ?? (incoming.body.length === size ? null : UNAVAILABLE);
  }

  /** See `EndpointHub.captureLarge`. */
  async captureLarge(
    incoming: IncomingRequest,
    declaredSize: number | null,
    stream: ReadableStream<Uint8Array>,
  ): Promise<CaptureResult> {
    const refusal = this.#refusal(declaredSize ?? 0);
    if (refusal) return refusal;
    const { uploads } = this.#parts;
    const maxSize = this.#plan()?.maxBodyBytes ?? 0;
    const upload = await uploads.receive(stream, maxSize);
    if (!upload.ok) return this.#refusal(0) ?? toRefusal(upload.reason, maxSize);
    const { body } = upload;
    try {
      // A stream that ends early without an error is no body that its sender finished.
      const isWhole = declaredSize === null || declaredSize === body.size;
      const result: CaptureResult = isWhole
        ? (this.#refusal(body.size) ?? (await this.#takeInOne({ ...incoming, body }, body.size)))
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
    return this.#refusal(0) ? 0 : (this.#plan()?.maxBodyBytes ?? 0);
  }

  async #takeInOne(incoming: Arrival, size: number): Promise<CaptureResult> {
    return (await this.#takeIn([{ incoming, size }]))[0] ?? UNAVAILABLE;
  }

  #takeIn(taken: readonly { incoming: Arrival; size: number }[]): Promise<CaptureResult[]> {
    const results = this.#parts.intake.add(taken.map(({ incoming }) => incoming));
    return Promise.all(
      results.map((result, index) => this.#outcome(result, taken[index]?.size ?? 0)),
    );
  }

  async #outcome(taken: Promise<IntakeResult>, size: number): Promise<CaptureResult> {
    try {
      const result = await taken;
      if ("stored" in result) {
        const { id, createdAt } = result.stored;
        return { ok: true, id, timestamp: createdAt, ...this.#answer() };
      }
      const limit = this.#plan()?.maxDailyRequests ?? null;
      return this.#refusal(size) ?? notTakenIn(result.refused, limit, Date.now());
    } catch (error) {
      // Deleted between arrival and commit: an answer, not a fault.
      const late = this.#refusal(size);
      if (late) return late;
      throw error;
    }
  }

  /** Nothing where senders are answered by default, as nearly all are. */
  #answer(): { answer?: AnswerSettings } {
    const state = this.#parts.state();
    if (state.is !== "configured") return {};
    const { response, handshakes } = state.settings;
    return response || handshakes.length > 0 ? { answer: { response, handshakes } } : {};
  }

  #refusal(size: number): CaptureRefusal | null {
    return refusalOf(this.#parts.state(), this.#parts.plans(), size, Date.now());
  }

  #plan(): Plan | null {
    const state = this.#parts.state();
    return state.is === "configured" ? this.#parts.plans()[state.settings.plan] : null;
  }
}

function toRefusal(reason: UploadRefusal, maxSize: number): CaptureRefusal {
  return reason === "payload_too_large" ? { ok: false, reason, maxSize } : { ok: false, reason };
}
