import type { Page } from "playwright-core";

/** Measures from now on the time from frame to frame; the result ends it with the longest, in ms. */
export async function watchFrames(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const watched = { longest: 0, isOver: false };
        Object.assign(globalThis, { watchedFrames: watched });
        let last: number | null = null;
        const frame = (now: number) => {
          if (last !== null) watched.longest = Math.max(watched.longest, now - last);
          else resolve();
          last = now;
          if (!watched.isOver) requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
  );
  return () =>
    page.evaluate(() => {
      const { watchedFrames } = globalThis as unknown as {
        watchedFrames: { longest: number; isOver: boolean };
      };
      watchedFrames.isOver = true;
      return watchedFrames.longest;
    });
}
