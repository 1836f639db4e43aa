import type { CursorStore, ListenState, ReceivedRequest } from "../../client/index.ts";
import { oneLine } from "../escape.ts";
import { listenerNotes, retryNote } from "../listener-notes.ts";
import type { Session } from "../session.ts";
import { toClock, toCount, toSize } from "../sizes.ts";
import { deliver, type Delivery, type Outcome } from "./deliver.ts";
import { pathAt, type Target } from "./target.ts";

export interface ForwarderDeps {
  session: Session;
  endpoint: { id: string; name: string };
  target: Target;
  extraHeaders: readonly (readonly [string, string])[];
  isPathPreserved: boolean;
  /** Aborts on Ctrl-C. */
  signal: AbortSignal;
}

/** Forwards an endpoint's requests to a target, one at a time and in order, and counts them. */
export class Forwarder {
  readonly #deps: ForwarderDeps;
  /** Aborts on Ctrl-C or when listening ends, so that no delivery keeps retrying. */
  readonly #stopped = new AbortController();
  #delivered = 0;
  #failed = 0;

  constructor(deps: ForwarderDeps) {
    this.#deps = deps;
    deps.signal.addEventListener("abort", () => this.#stopped.abort(), { once: true });
  }

  /**
   * Forwards until Ctrl-C.
   * @throws HookNexusError if the server ends the listening
   */
  async run(from: { since: number | undefined; cursor: CursorStore }): Promise<void> {
    const { session, endpoint, signal } = this.#deps;
    const options = { ...from, signal, mode: "forward", onState: this.#stateListener() } as const;
    const listening = session.client.listen(endpoint.id, options);
    try {
      for (let turn = await listening.next(); !turn.done; turn = await listening.next()) {
        // `next` would mark the request as handled.
        if (!(await this.#handle(turn.value))) break;
      }
      await listening.closed;
    } finally {
      this.#summarise(from.since);
    }
  }

  #stateListener(): (state: ListenState) => void {
    const { session, endpoint } = this.#deps;
    const note = listenerNotes(session.output, endpoint.name);
    return (state) => {
      note(state);
      if (state.is === "closed") this.#stopped.abort();
    };
  }

  /** False if the forwarder was stopped before the target responded. */
  async #handle(request: ReceivedRequest): Promise<boolean> {
    const outcome = await deliver(request, this.#delivery());
    if (outcome === null) return false;
    if (outcome.is === "delivered") this.#delivered++;
    else this.#failed++;
    this.#report(request, outcome);
    return true;
  }

  #delivery(): Delivery {
    const { session, target } = this.#deps;
    const { output, client } = session;
    return {
      ...this.#deps,
      client,
      signal: this.#stopped.signal,
      onRetry: (reason, retryInMs) =>
        output.note(retryNote(`${target.host}: ${reason}`, retryInMs)),
      onSlow: () => output.note(`${target.host} has not responded yet. Still waiting.`),
    };
  }

  #report(request: ReceivedRequest, outcome: Outcome): void {
    const { output } = this.#deps.session;
    const path = pathAt(this.#deps.target, request, this.#deps.isPathPreserved);
    const { id, seq, method, replay } = request;
    const result =
      outcome.is === "delivered"
        ? { ...outcome.response, durationMs: Math.round(outcome.response.durationMs) }
        : { error: outcome.reason };
    const data = { type: "forwarded", id, seq, method, path, isReplay: replay !== null, ...result };
    output.result(data, [this.#line(request, path, outcome)]);
  }

  #line({ createdAt, method, replay }: ReceivedRequest, path: string, outcome: Outcome): string {
    const { output } = this.#deps.session;
    const time = output.style("dim", toClock(createdAt));
    const mark = replay ? output.style("magenta", " (replay)") : "";
    return `${time}  ${oneLine(`${method} ${path}`)}${mark} → ${this.#result(outcome)}`;
  }

  #result(outcome: Outcome): string {
    const { output } = this.#deps.session;
    if (outcome.is === "failed") return output.style("red", oneLine(`not sent: ${outcome.reason}`));
    const { status, durationMs, size } = outcome.response;
    const colour = status < 400 ? "green" : "red";
    return `${output.style(colour, String(status))} in ${Math.round(durationMs)} ms, ${toSize(size)}`;
  }

  #summarise(since: number | undefined): void {
    const { output } = this.#deps.session;
    const counts = { forwarded: this.#delivered, failed: this.#failed };
    if (output.isJson) return output.result({ type: "summary", ...counts }, []);
    const counted = `Forwarded ${toCount(this.#delivered, "request")}; ${this.#failed} could not be sent.`;
    const command = since === undefined ? "the same command" : "the same command without --since";
    output.note(`${counted} Run ${command} to continue from here.`);
  }
}
