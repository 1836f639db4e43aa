import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { useDashboard } from "../support/dashboard.ts";
import { pageCpuMsOf } from "../support/frames.ts";
import { RequestPages } from "../support/request-page.ts";
import { visitRequests } from "../support/request-visit.ts";

/* Bodies of a megabyte, chosen to cost a page as much as possible. Limits are CPU time of the page. */

const dashboard = useDashboard();
let pages: RequestPages;

beforeAll(async () => void (pages = await RequestPages.start()));
afterAll(() => pages.stop());
afterEach(() => pages.end());

const TABS = ["Body", "Headers", "Query", "Raw", "Signature"];

it.each([
  ["a million brackets", "[".repeat(1_000_000)],
  ["one line of a megabyte", "a".repeat(1_000_000)],
  ["a million lines", "\n".repeat(1_000_000)],
  ["100,000 fields", "a=b&".repeat(100_000)],
  ["deep XML", `<?xml version="1.0"?>${"<b>".repeat(300_000)}`],
])("%s leave the page awake, in each tab and compared", async (_, body) => {
  const { endpoint, page, pane, post, show } = await visitRequests(dashboard);
  const ids = [await post({ body }), await post({ body: `${body.slice(0, -10)}x\n` })];
  await show(ids[0] ?? "");
  const worked = await pageCpuMsOf(page, async () => {
    for (const tab of TABS) {
      await pane.getByRole("tab", { name: tab }).click();
      await expect.poll(() => pane.getByRole("tabpanel").innerText()).not.toBe("");
    }
  });
  expect(worked).toBeLessThan(8_000);
  await page.goto(`${dashboard.origin}/endpoints/${endpoint.id}/compare?a=${ids[0]}&b=${ids[1]}`);
  await page
    .getByRole("region", { name: "Body" })
    .getByText(/lines? removed|different/)
    .waitFor();
});

it("a huge body of any kind is shown in hex without blocking the page", async () => {
  const page = await pages.open();
  for (const body of [
    "[".repeat(900_000),
    "a".repeat(1_000_000),
    "\n".repeat(1_000_000),
    `<a>${"<b>".repeat(300_000)}`,
    `{"a":"${"x".repeat(1_000_000)}"}`,
  ]) {
    await pages.show(page, { body });
    const worked = await pageCpuMsOf(page, async () => {
      await page.getByRole("radio", { name: "Hex" }).check();
      await page.getByRole("region", { name: "Bytes in hex" }).waitFor();
    });
    expect(worked).toBeLessThan(5_000);
  }
});
