const POLL_MS = 25;

/** The promise's value, or an error that names what did not happen in time. */
export async function within<Value>(
  promise: Promise<Value>,
  what: () => string,
  deadlineMs = 10_000,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Timed out waiting for ${what()}.`)), deadlineMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Polls until the answer is neither null nor false. */
export async function until<Value>(
  ask: () => Value | null | false | Promise<Value | null | false>,
  what: string,
  deadlineMs = 10_000,
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
  async until(isThere: () => boolean, what: () => string, deadlineMs: number): Promise<void> {
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
    await within(arrived, what, deadlineMs).finally(() => this.#waiting.delete(ask));
  }
}
