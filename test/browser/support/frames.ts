import type { CDPSession, Page } from "playwright-core";

/** As much of an event of Chromium's trace as is read here. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  /** CPU time of the thread so far, in µs; now and then the browser leaves it out. */
  tts?: number;
  args: { name?: string };
}

/** The frames, and which thread is the page's. */
const CATEGORIES = ["disabled-by-default-devtools.timeline", "__metadata"];

/**
 * How long the page's main thread worked for one frame at most while `act` went on, in
 * milliseconds of its CPU time: what else the machine has to do is not in it.
 */
export async function longestFrame(page: Page, act: () => Promise<unknown>): Promise<number> {
  const browser = page.context().browser();
  if (!browser) throw new Error("The page has no browser of its own to trace.");
  await browser.startTracing(page, { categories: CATEGORIES });
  let trace: Buffer;
  try {
    await act();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  return longestOf(traceEvents);
}

/** How long the page's main thread worked in all while `act` went on, in milliseconds as above. */
export async function pageCpuMsOf(page: Page, act: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const before = await threadMs(session);
    await act();
    return (await threadMs(session)) - before;
  } finally {
    await session.detach();
  }
}

async function threadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  const seconds = metrics.find(({ name }) => name === "ThreadTime")?.value;
  if (seconds === undefined) throw new Error("The browser does not tell how long a page worked.");
  return seconds * 1_000;
}

/** Each frame ends as the main thread commits it. */
function longestOf(events: readonly TraceEvent[]): number {
  const isPage = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(threadOf),
  );
  const ends = events
    .filter((event) => event.name === "Commit" && isPage.has(threadOf(event)))
    .toSorted((a, b) => a.ts - b.ts)
    // A frame of which it is left out counts with the one after it.
    .flatMap(({ tts }) => tts ?? []);
  if (ends.length < 2) throw new Error("The page drew no frames.");
  return Math.max(...ends.map((end, index) => end - (ends[index - 1] ?? end))) / 1_000;
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid}.${tid}`;
}
