import { expect, it } from "vitest";
import { useDashboard } from "./support/dashboard.ts";
import { loadToEnd, openLive, postMany, scrollList, seqsOf, watchShifts } from "./support/live.ts";
import { takeScreenshots } from "./support/screenshots.ts";

// How long each frame of ten thousand takes is measured in test/browser/slow/live-many.test.ts.
const REQUESTS = 2_000;

/** As many rows as the tallest screen shows, and those above and below that are kept ready. */
const MAX_ROWS = 100;

const dashboard = useDashboard();

it("a long list loads while it is scrolled, and renders only the rows in sight", async () => {
  const { address, page, rows } = await openLive(dashboard, {
    plan: "team",
    prepare: (to) => postMany(to, REQUESTS, undefined, 48),
  });
  await page.getByText("2,000 requests", { exact: true }).waitFor();
  await loadToEnd(page, rows);
  expect(await scrollList(page, 1, 0)).toBeLessThan(MAX_ROWS);
  await expect.poll(async () => (await seqsOf(rows))[0]).toBe(REQUESTS);

  const shifts = await watchShifts(page);
  await postMany(address, 100, undefined, 4);
  await expect.poll(async () => (await seqsOf(rows))[0]).toBe(REQUESTS + 100);
  expect(await rows.count()).toBeLessThan(MAX_ROWS);
  expect(await shifts()).toEqual([]);
  await takeScreenshots(page, "live-many");
});
