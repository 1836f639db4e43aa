import type { CursorStore, ListenState, ReceivedRequest } from "../../client/index.ts";
import { oneLine } from "../escape.ts";
import { listenerNotes } from "../listener-notes.ts";
import type { Session } from "../session.ts";
import { toClock, toCount, toSize } from "../sizes.ts";
import { deliver, type Forwarding, type Outcome } from "./deliver.ts";
import { pathAt, type Target } from "./target.ts";

export interface ForwarderParts {
  session: Session;
  endpoint: { id: string; name: string };
  target: Target;
  extraHeaders: readonly (readonly [string, string])[];
  isPathPreserved: boolean;
  /** Ctrl-C. */
  signal: AbortSignal;
}

/** Brings an endpoint's requests to a target, one after the other, and keeps count. */
export class Forwarder {
  readonly #parts: ForwarderParts;
  /** Sets in with Ctrl-C, and where listening ends by itself: then nobody is waited for. */
  readonly #over = new AbortController();
  #answered = 0;
  #failed = 0;

  constructor(parts: ForwarderParts) {
    this.#parts = parts;
    parts.signal.addEventListener("abort", () => this.#over.abort(), { once: true });
  }

  /** Goes on until it is stopped; throws where the server ends it. */
  async run(from: { since: number | undefined; cursor: CursorStore }): Promise<void> {
    const { session, endpoint, signal } = this.#parts;
    const options = { ...from, signal, mode: "forward", onState: this.#watch() } as const;
    const listening = session.client.listen(endpoint.id, options);
    try {
      for (let turn = await listening.next(); !turn.done; turn = await listening.next()) {
        // Asking for the next one would say that this one was handled.
        if (!(await this.#handle(turn.value))) break;
      }
      await listening.closed;
    } finally {
      this.#summarise(from.since);
    }
  }

  #watch(): (state: ListenState) => void {
    const { session, endpoint } = this.#parts;
    const tell = listenerNotes(session.output, endpoint.name);
    return (state) => {
      tell(state);
      if (state.is === "closed") this.#over.abort();
    };
  }

  /** Whether it was brought to an end. */
  async #handle(request: ReceivedRequest): Promise<boolean> {
    const outcome = await deliver(request, this.#forwarding());
    if (outcome === null) return false;
    if (outcome.is === "answered") this.#answered++;
    else this.#failed++;
    this.#tell(request, outcome);
    return true;
  }

  #forwarding(): Forwarding {
    const { session, target } = this.#parts;
    const { output, client } = session;
    return {
      ...this.#parts,
      client,
      signal: this.#over.signal,
      onRetry: (reason, retryInMs) => {
        const seconds = (retryInMs / 1000).toFixed(1);
        output.note(oneLine(`${target.host}: ${reason}. Trying again in ${seconds} s.`));
      },
      onSlow: () => output.note(`${target.host} has not answered yet; waiting for it.`),
    };
  }

  #tell(request: ReceivedRequest, outcome: Outcome): void {
    const { output } = this.#parts.session;
    const path = pathAt(this.#parts.target, request, this.#parts.isPathPreserved);
    const { id, seq, method, replay } = request;
    const result =
      outcome.is === "answered"
        ? { ...outcome.answer, durationMs: Math.round(outcome.answer.durationMs) }
        : { error: outcome.reason };
    const data = { type: "forwarded", id, seq, method, path, isReplay: replay !== null, ...result };
    output.result(data, [this.#line(request, path, outcome)]);
  }

  #line({ createdAt, method, replay }: ReceivedRequest, path: string, outcome: Outcome): string {
    const { output } = this.#parts.session;
    const time = output.style("dim", toClock(createdAt));
    const mark = replay ? output.style("magenta", " (replay)") : "";
    return `${time}  ${oneLine(`${method} ${path}`)}${mark} → ${this.#ending(outcome)}`;
  }

  #ending(outcome: Outcome): string {
    const { output } = this.#parts.session;
    if (outcome.is === "failed") return output.style("red", oneLine(`not sent: ${outcome.reason}`));
    const { status, durationMs, size } = outcome.answer;
    const colour = status < 400 ? "green" : "red";
    return `${output.style(colour, String(status))} in ${Math.round(durationMs)} ms, ${toSize(size)}`;
  }

  #summarise(since: number | undefined): void {
    const { output } = this.#parts.session;
    const counts = { forwarded: this.#answered, failed: this.#failed };
    if (output.isJson) return output.result({ type: "summary", ...counts }, []);
    const counted = `Forwarded ${toCount(this.#answered, "request")}; ${this.#failed} could not be sent.`;
    const command = since === undefined ? "The same command" : "The same command without --since";
    output.note(`${counted} ${command} goes on here.`);
  }
}
