import { createConnection } from "node:net";
import { expect, it } from "vitest";
import { within } from "../e2e/support/wait.ts";
import { useDashboard } from "./support/dashboard.ts";
import { visitRequests } from "./support/request-visit.ts";

/*
 * Webhooks made to run, to fetch, to mislead or to hold the page, through the real server: in
 * method, path, query, names and values of headers, and body. That no page may err, be refused by
 * its policy or ask another origin is held after each test.
 */

const dashboard = useDashboard();

const RUN = "document.title='ran';fetch('/ran')";
const MARKUP = `<script>${RUN}</script><img src=x onerror="${RUN}"><svg onload="${RUN}"/><a href="javascript:${RUN}">x</a>`;

/** Writes a request as no client would; gives what the server answered. */
function sendRaw(origin: string, head: string, body: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  const answer = new Promise<string>((resolve, reject) => {
    const socket = createConnection(Number(port), hostname, () => {
      socket.write(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
    let text = "";
    socket.on("data", (data) => (text += data.toString()));
    socket.once("end", () => resolve(text)).once("error", reject);
  });
  return within(answer, () => "the answer to a raw request");
}

const TABS = ["Body", "Headers", "Query", "Raw", "Signature"];

it("nothing in a request runs, is fetched, or becomes a link", async () => {
  const { client, endpoint, page, pane, show } = await visitRequests(dashboard);
  const head = [
    `POST /h/${endpoint.id}/${encodeURIComponent(MARKUP)}/javascript:alert(1)//%3Cb%3E?q=${encodeURIComponent(MARKUP)}&%3Cx%3E=https://example.com/ HTTP/1.1`,
    "host: 127.0.0.1",
    "connection: close",
    "content-type: text/html",
    `user-agent: ${MARKUP}`,
    `x-forwarded-for: ${MARKUP}`,
    `x-attack: ${MARKUP} https://example.com/x`,
    "referer: https://example.com/",
    "link: <https://example.com/x.css>; rel=stylesheet; \u202egnp.exe",
    "svix-signature: <script>",
  ].join("\r\n");
  const answer = await sendRaw(dashboard.origin, head, `<!doctype html>${MARKUP}\0\u202e`);
  expect(answer).toContain("200 OK");
  const [captured] = (await client.requests.list(endpoint.id)).requests;
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await show(captured?.id ?? "");
  for (const tab of TABS) {
    await pane.getByRole("tab", { name: tab }).click();
    await expect.poll(() => pane.getByRole("tabpanel").innerText()).not.toBe("");
    for (const radio of await pane.getByRole("radio").all()) await radio.check();
  }
  await pane.getByLabel("Secret").fill("whsec_AAAA");
  await pane.getByRole("button", { name: "Verify" }).click();
  await pane.getByRole("heading", { name: "Not valid" }).waitFor();
  await pane.getByRole("button", { name: "curl options" }).click();
  await page.getByRole("region", { name: "curl command" }).waitFor();
  await page.keyboard.press("Escape");
  await pane.getByRole("tab", { name: "Raw" }).click();
  const links = await pane
    .locator("a")
    .evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  expect(links).toEqual([`/api/requests/${captured?.id}/body`]);
  expect(await pane.locator("script, iframe, object, embed, img, form").count()).toBe(0);

  const path = `/endpoints/${endpoint.id}/compare?a=${captured?.id}&b=${captured?.id}`;
  await page.goto(dashboard.origin + path);
  await page.getByLabel("Show unchanged fields").check();
  await page.getByRole("row", { name: "x-attack" }).waitFor();
  expect(asked).not.toContain("/ran");
  expect(await page.title()).not.toContain("ran");
});

it("characters that reverse or hide text are escaped", async () => {
  const { pane, post, show } = await visitRequests(dashboard);
  const id = await post({
    body: JSON.stringify({ "a\u202eb": "invoice\u202efdp.exe", zero: "a\u200bb" }),
    headers: { "content-type": "application/json", "user-agent": "x\u00a0y" },
    below: "/%E2%80%AEgnp.exe",
  });
  await show(id);
  await pane.getByText(String.raw`"invoice\u202efdp.exe"`).waitFor();
  await pane.getByText(String.raw`"a\u202eb"`).waitFor();
  expect(await pane.innerText()).not.toMatch(/[\u202e\u200b]/);
});

it("long paths and long lists of names are shown cut and copied whole", async () => {
  const { page, pane, post, show } = await visitRequests(dashboard);
  const query = Array.from({ length: 900 }, (_, at) => `k${at}=${at}`).join("&");
  await show(await post({ below: `/${"x".repeat(3_000)}?${query}` }));
  const heading = pane.getByRole("heading", { level: 2 }).first();
  expect((await heading.innerText()).length).toBeLessThan(900);
  await pane.getByRole("button", { name: "Show all" }).click();
  await expect.poll(() => heading.innerText()).toContain("k899=899");
  await pane.getByRole("button", { name: "Copy path" }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain(`${"x".repeat(3_000)}?${query}`);
  const isTooWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(isTooWide).toBe(false);
});
