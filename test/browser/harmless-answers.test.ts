import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { callAs, json, newWorld, type World } from "../e2e/support/api.ts";
import { useSharedServer } from "../e2e/support/shared-server.ts";
import { borrowTab, giveBack } from "./support/tabs.ts";

/*
 * Whoever owns an endpoint may set what /h answers, and /h is in the dashboard's origin. A
 * visitor who is signed in there follows a link to it: nothing in the answer may run.
 */

const server = useSharedServer();
let world: World;
let page: Page;

beforeEach(async () => {
  world = await newWorld(server, "plus");
  const tab = await borrowTab();
  page = tab.page;
  return () => giveBack(tab);
});

/** What every attack runs: it says so where the test looks, and where a page could see it. */
const RUN = "document.documentElement.id='ran';navigator.sendBeacon('/h/ran')";

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"><script>${RUN}</script></svg>`;
const XHTML = `<html xmlns="http://www.w3.org/1999/xhtml"><body><script>${RUN}</script></body></html>`;
const HTML = `<!doctype html><p id="seen">seen</p><script>${RUN}</script>
  <img src="x" onerror="${RUN}"><svg onload="${RUN}"></svg><body onload="${RUN}">
  <iframe srcdoc="<script>parent.${RUN}</script>"></iframe>
  <iframe src="javascript:parent.${RUN}"></iframe>
  <meta http-equiv="refresh" content="0;url=javascript:${RUN}">
  <a id="link" href="javascript:${RUN}">link</a>
  <form id="form" action="javascript:${RUN}"><button>send</button></form>`;

async function answerWith(type: string, body: string): Promise<string> {
  const path = `/api/endpoints/${world.endpoint.id}`;
  const response = { headers: { "content-type": type }, body };
  await json(await callAs(server, world.account.token, "PATCH", path, { response }));
  return world.endpoint.url;
}

/** All that the page asked the server for, by path. */
function watch(): string[] {
  const paths: string[] = [];
  page.on("request", (request) => paths.push(new URL(request.url()).pathname));
  return paths;
}

describe("no script runs in a response from /h", () => {
  it.each([
    ["text/html", HTML],
    ["text/html; charset=utf-7", HTML],
    ["application/xhtml+xml", XHTML],
    ["image/svg+xml", SVG],
    ["text/xml", XHTML],
    [
      "multipart/x-mixed-replace; boundary=x",
      `--x\r\nContent-Type: text/html\r\n\r\n${HTML}\r\n--x--`,
    ],
  ])("as %s", async (type, body) => {
    const paths = watch();
    await page.goto(await answerWith(type, body)).catch(() => {});
    for (const id of ["link", "form button"]) {
      await page
        .locator(`#${id}`)
        .click({ timeout: 500 })
        .catch(() => {});
    }
    expect(await page.evaluate(() => document.documentElement.id)).not.toBe("ran");
    expect(paths).not.toContain("/h/ran");
  });

  it("and the test would detect one that does", async () => {
    const paths = watch();
    await page.goto(`${server.origin}/api/health`);
    await page.setContent(HTML);
    await expect.poll(() => paths).toContain("/h/ran");
  });
});

/** Tries to load an address as code, in a page of the dashboard's origin that has no policy. */
function loadAsCode(url: string, how: string): Promise<string> {
  return page.evaluate(
    async ([address, kind]) => {
      const settle = (target: EventTarget, good: string) =>
        new Promise<string>((resolve) => {
          target.addEventListener(good, () => resolve("loaded"));
          target.addEventListener("error", () => resolve("refused"));
        });
      if (kind === "worker") return settle(new Worker(address), "message");
      if (kind === "service worker") {
        const registration = navigator.serviceWorker.register(address);
        return registration.then(
          () => "loaded",
          () => "refused",
        );
      }
      const script = document.createElement("script");
      if (kind === "module") script.type = "module";
      script.src = address;
      document.documentElement.append(script);
      return settle(script, "load");
    },
    [url, how] as const,
  );
}

describe("no response from /h is accepted as code by a page of the origin", () => {
  it.each(["script", "module", "worker", "service worker"])("as a %s", async (how) => {
    await page.goto(`${server.origin}/api/health`);
    for (const type of ["text/plain", "application/json", "text/html", "image/png", "x/x", ""]) {
      const url = await answerWith(type, "self.postMessage?.(1)");
      expect([type, await loadAsCode(url, how)]).toEqual([type, "refused"]);
    }
  });
});

it("a visit to /h leaves nothing behind in the browser", async () => {
  await page.goto(await answerWith("text/html", HTML)).catch(() => {});
  expect(await page.context().cookies()).toEqual([]);
});
