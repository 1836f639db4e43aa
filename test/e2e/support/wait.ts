const POLL_MS = 25;

/**
 * A wait ends with an event. This limit only ends a wait for an event that never happens, so it is
 * generous enough for a busy machine.
 */
export const GIVE_UP_MS = 120_000;

/** The promise's value, or an error that names what did not happen in time. */
export async function within<Value>(
  promise: Promise<Value>,
  what: () => string,
  deadlineMs = GIVE_UP_MS,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Timed out waiting for ${what()}.`)), deadlineMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * The promise's value, or an error if the server has answered this many calls before. Tests use it
 * for "soon": on a busy machine, these calls slow down like everything else.
 */
export async function withinCalls<Value>(
  { origin }: { origin: string },
  promise: Promise<Value>,
  what: string,
  calls: number,
): Promise<Value> {
  const state = { isOver: false };
  const over = promise.finally(() => (state.isOver = true));
  const late = async (): Promise<never> => {
    for (let call = 0; call < calls && !state.isOver; call++) {
      await (await fetch(`${origin}/api/health`)).arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`Waited ${calls} calls in vain for ${what}.`);
  };
  return Promise.race([over, late()]);
}

/** Polls until the answer is neither null nor false. */
export async function until<Value>(
  ask: () => Value | null | false | Promise<Value | null | false>,
  what: string,
  deadlineMs = GIVE_UP_MS,
): Promise<Value> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Timed out waiting for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Lets tests wait for a condition, which is checked again after each change. */
export class Changes {
  readonly #waiting = new Set<() => void>();

  happened(): void {
    for (const ask of this.#waiting) ask();
  }

  /** @param isThere may throw if the condition can no longer become true */
  async until(isThere: () => boolean, what: () => string): Promise<void> {
    let ask = () => {};
    const arrived = new Promise<void>((resolve, reject) => {
      ask = () => {
        try {
          if (isThere()) resolve();
        } catch (error) {
          reject(error);
        }
      };
    });
    this.#waiting.add(ask);
    ask();
    await within(arrived, what).finally(() => this.#waiting.delete(ask));
  }
}
