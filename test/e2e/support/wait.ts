const POLL_MS = 25;

/** The promise's value, or a failure that says what was waited for. */
export async function within<Value>(
  promise: Promise<Value>,
  what: () => string,
  deadlineMs = 10_000,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited in vain for ${what()}.`)), deadlineMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Asks again and again until the answer is neither null nor false. */
export async function until<Value>(
  ask: () => Value | null | false | Promise<Value | null | false>,
  what: string,
  deadlineMs = 10_000,
): Promise<Value> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Something that changes: whoever waits for a condition is asked again after each change. */
export class Changes {
  readonly #waiting = new Set<() => void>();

  happened(): void {
    for (const ask of this.#waiting) ask();
  }

  /** @param isThere may throw, where the condition can't come true any more */
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
