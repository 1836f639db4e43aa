import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newWorld, postWebhook, revokeKey, type World } from "../e2e/support/api.ts";
import { ROOT } from "../e2e/support/program.ts";
import { TestServer } from "../e2e/support/server.ts";
import { sharedBrowser } from "./support/chromium.ts";

/*
 * examples/listener.html in a page of another site, as somebody has it who pastes it into theirs,
 * and opened as a file.
 */

const EXAMPLE = join(ROOT, "examples/listener.html");

let server: TestServer;
let browser: Browser;
let site: Server;
let address: string;
let world: World;
let page: Page;

beforeAll(async () => {
  [server, browser] = await Promise.all([TestServer.start(), sharedBrowser()]);
  world = await newWorld(server);
  const text = readFileSync(EXAMPLE);
  site = createServer((_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(text),
  );
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  page = await openListener();
});
afterAll(async () => {
  site.close();
  await server.remove();
});

async function openListener(at = address): Promise<Page> {
  const opened = await browser.newPage();
  await opened.goto(at);
  await opened.getByLabel("Server").fill(server.origin);
  await opened.getByLabel("Endpoint").fill(world.endpoint.id);
  await opened.getByLabel("API key").fill(world.key.key);
  await opened.getByRole("button", { name: "Listen" }).click();
  return opened;
}

const shown = () => page.getByRole("listitem").allTextContents();

it("shows a posted webhook as text", async () => {
  await page.getByText("Connected as").waitFor();
  await postWebhook(world, "<img src=x onerror=alert(1)>");
  await page.getByText("onerror").waitFor();
  expect(await shown()).toEqual([
    `[new] POST /h/${world.endpoint.id} <img src=x onerror=alert(1)>`,
  ]);
});

it("reconnects after a server crash and shows what it missed", async () => {
  await server.kill();
  await page.getByText("Connection failed").waitFor();
  // Cut off, so that it certainly is away while these are posted.
  await page.context().setOffline(true);
  await server.start();
  await postWebhook(world, "missed 1");
  await postWebhook(world, "missed 2");
  await page.context().setOffline(false);
  await page.getByText("missed 2").waitFor();
  await postWebhook(world, "live again");
  await page.getByText("live again").waitFor();
  const bodies = (await shown()).map((line) => line.split(`${world.endpoint.id} `)[1]);
  expect(bodies.slice(0, 3)).toEqual(["live again", "missed 2", "missed 1"]);
  expect(bodies).toHaveLength(4);
});

it("stops with a message if its key is revoked or invalid", async () => {
  await revokeKey(server, world.account.token, world.key.id);
  await page.getByText("Closed for good (4401).").waitFor();
  const refused = await openListener(pathToFileURL(EXAMPLE).href);
  await refused.getByText("Refused with status 401.").waitFor();
});
