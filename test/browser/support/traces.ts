import type { Page } from "playwright-core";

/** Where in a page a text still is: in no place, it is forgotten. */
export async function tracesOf(page: Page, text: string): Promise<string[]> {
  const kept = await page.evaluate(() => ({
    document: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll("input, textarea")].map((field) =>
      field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : "",
    ),
    localStorage: { ...localStorage },
    sessionStorage: { ...sessionStorage },
    history: history.state as unknown,
    address: location.href,
  }));
  const places = Object.entries(kept)
    .filter(([, content]) => JSON.stringify(content).includes(text))
    .map(([place]) => place);
  return (await heapOf(page)).includes(text) ? [...places, "memory"] : places;
}

/** All that scripts hold on to: caches, closures, what React keeps of the render before. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => void chunks.push(chunk));
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await session.detach();
  return chunks.join("");
}
