import type { StoredRequest } from "../../protocol/captured-request.ts";
import type { IncomingRequest } from "./request-log.ts";

interface Waiting {
  incoming: IncomingRequest;
  resolve: (stored: StoredRequest) => void;
  reject: (reason: unknown) => void;
}

/**
 * Gathers what arrives in one turn and hands it on as one batch (group commit): one transaction
 * then pays for many requests, which takes a busy endpoint to three times the requests a second.
 * Order of arrival is order of commit; nobody is answered before the commit of its own batch.
 */
export class Intake {
  readonly #commit: (batch: IncomingRequest[]) => StoredRequest[];
  #waiting: Waiting[] = [];

  /** @param commit stores a batch and broadcasts it; throws where nothing was stored */
  constructor(commit: (batch: IncomingRequest[]) => StoredRequest[]) {
    this.#commit = commit;
  }

  /** Resolves once the request is committed; rejects where its batch could not be. */
  add(incoming: IncomingRequest): Promise<StoredRequest> {
    return new Promise((resolve, reject) => {
      // A timer of 0, not a microtask: each RPC call is an event of its own, and only a turn of
      // the event loop lets those that are already queued in.
      if (this.#waiting.length === 0) setTimeout(() => this.#flush(), 0);
      this.#waiting.push({ incoming, resolve, reject });
    });
  }

  #flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      const stored = this.#commit(batch.map(({ incoming }) => incoming));
      // The runtime holds each reply back until the batch is durable (output gate).
      stored.forEach((request, index) => batch[index]?.resolve(request));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
