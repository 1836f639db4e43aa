import { WebSocket } from "ws";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { CommandLine } from "../e2e/support/command-line.ts";
import { Program } from "../e2e/support/program.ts";
import { withinCalls } from "../e2e/support/wait.ts";
import { connect, tryToConnect, TestSocket } from "../e2e/support/socket.ts";
import { expectAccessible } from "./support/axe.ts";
import { stateIs } from "./support/live.ts";
import { useDashboard, type Visitor, type VisitOptions } from "./support/dashboard.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const dashboard = useDashboard();

interface Scene extends Visitor {
  endpointId: string;
  key: string;
}

/** Somebody at the listeners of an endpoint of theirs, who has a key named "ci". */
async function visitListeners(options: VisitOptions = {}): Promise<Scene> {
  const visitor = await dashboard.visit({ path: null, ...options });
  const { id: endpointId } = await visitor.client.endpoints.create({ alias: "orders" });
  const { key } = await visitor.client.keys.create({ name: "ci" });
  await visitor.page.goto(`${dashboard.origin}/endpoints/${endpointId}/listeners`);
  await visitor.page.getByText("No listeners connected").waitFor();
  return { ...visitor, endpointId, key };
}

/** As the command line connects: by its account token, saying what it does. */
async function connectAsCommandLine({ account, endpointId }: Scene): Promise<TestSocket> {
  const query = { token: account.token, client: "cli", mode: "forward" };
  const headers = { "user-agent": "hooknexus/0.1.0 linux" };
  const socket = await tryToConnect(dashboard.server, endpointId, query, headers);
  if (!(socket instanceof TestSocket)) throw new Error(`It was refused: ${socket.status}.`);
  await socket.ping();
  return socket;
}

const rows = (page: Page) =>
  page.getByRole("list", { name: "Connected listeners" }).getByRole("listitem");

describe("the listeners of an endpoint", () => {
  it("appear and disappear without a reload, each with its type", async () => {
    const scene = await visitListeners();
    const { context, endpointId, key, page } = scene;
    const byKey = await connect(dashboard.server, endpointId, key);
    await byKey.ping();
    const commandLine = await connectAsCommandLine(scene);
    const other = await dashboard.open(context, `/endpoints/${endpointId}`);
    await stateIs(other, "Live");
    await expect.poll(() => rows(page).count()).toBe(3);

    const keyRow = rows(page).filter({ hasText: "API key" });
    const link = keyRow.getByRole("link", { name: "ci" });
    expect(await link.getAttribute("href")).toBe("/settings/keys");
    const cliRow = rows(page).filter({ hasText: "CLI" });
    await cliRow.getByText("forward", { exact: true }).waitFor();
    await cliRow.getByText("hooknexus/0.1.0 linux").waitFor();
    await rows(page).filter({ hasText: "Dashboard" }).getByText("Mozilla").waitFor();
    await page.getByText("3 of 20").waitFor();
    await takeScreenshots(page, "listeners");
    await expectAccessible(page);

    await commandLine.close();
    await expect.poll(() => rows(page).count()).toBe(2);
  });

  it("are disconnected by keyboard: the socket closes with 1000 and the row disappears", async () => {
    const { context, endpointId, key, page } = await visitListeners();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const socket = await connect(dashboard.server, endpointId, key);
    await socket.ping();
    const [frame] = socket.frames;
    const id = frame?.type === "connected" ? frame.payload.connectionId : "";
    await rows(page).first().waitFor();
    await page.getByRole("button", { name: /^Copy connection id/ }).click();
    await page.getByText("Copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(id);

    const disconnect = page.getByRole("button", { name: /^Disconnect API key/ });
    await disconnect.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Disconnect API key?" }).waitFor();
    await takeScreenshots(page, "listeners-disconnect");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await rows(page).count()).toBe(1);

    await page.keyboard.press("Enter");
    const confirm = page.getByRole("button", { name: "Disconnect", exact: true }).last();
    await confirm.waitFor();
    while (!(await confirm.evaluate((node) => node === document.activeElement))) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    expect(await socket.closed).toBe(1000);
    await page.getByText("API key disconnected.").waitFor();
    // Two seconds on a quiet machine, so it can't have waited for the next poll.
    const gone = page.getByText("No listeners connected").waitFor();
    await withinCalls(dashboard.server, gone, "an empty list", 80);
  });

  it("are announced when they reach the connection limit", async () => {
    const { endpointId, key, page } = await visitListeners({ plan: "plus" });
    const sockets = [];
    for (let at = 0; at < 3; at++) sockets.push(await connect(dashboard.server, endpointId, key));
    await page.getByText("All connections are in use").waitFor();
    await page.getByText("3 of 3").waitFor();
    await expectAccessible(page);
    for (const socket of sockets) socket.reset();
  });

  it("may send any user agent", async () => {
    const { endpointId, key, page } = await visitListeners();
    const attack = `<img src=x onerror="document.title='ran'">`;
    const address = `${dashboard.origin.replace("http", "ws")}/ws/${endpointId}?apikey=${key}`;
    const socket = new WebSocket(address, { headers: { "user-agent": attack } });
    await page.getByText(attack).waitFor();
    expect(await page.title()).toBe("Listeners · HookNexus");
    socket.terminate();
  });
});

describe("how to connect", () => {
  it("shows samples that work unchanged", async () => {
    const { account, endpointId, key, page } = await visitListeners();
    await takeScreenshots(page, "listeners-none");
    await expectAccessible(page);
    const sample = async (name: string) => {
      await page.getByRole("tab", { name }).click();
      return page.getByRole("region", { name: `${name} sample` }).innerText();
    };
    const node = new Program(process.execPath, ["-e", await sample("Node")], {
      HOOKNEXUS_API_KEY: key,
    });
    const lines = (await sample("CLI")).split("\n");
    const listen = lines.find((line) => line.startsWith("hooknexus listen")) ?? "";
    const commandLine = new CommandLine(dashboard.server, { HOOKNEXUS_TOKEN: account.token });
    const listening = await commandLine.connected(listen.split(" ").slice(1));
    await node.says("Waiting for webhooks…");
    await fetch(`${dashboard.origin}/h/${endpointId}/paid`, { method: "POST", body: "seen" });
    await node.says(`POST /h/${endpointId}/paid seen`);
    await listening.says("/paid");
    expect(lines[0]).toBe(`hooknexus login --url ${dashboard.origin}`);
    const address = `${dashboard.origin.replace("http", "ws")}/ws/${endpointId}`;
    expect(await sample("websocat")).toContain(address);
    expect(await sample("Python")).toContain(address);
    await takeScreenshots(page, "listeners-python");
    await expectAccessible(page);
    await Promise.all([node.kill(), commandLine.remove()]);
  });

  it("says that the plan has no keys", async () => {
    const { client, page } = await dashboard.visit({ path: null, plan: "free" });
    const { id } = await client.endpoints.create({});
    await page.goto(`${dashboard.origin}/endpoints/${id}/listeners`);
    await page.getByRole("tab", { name: "Node" }).click();
    await page.getByText("This needs an API key, and your plan has none.").waitFor();
    expect(await page.getByRole("link", { name: "Create API key" }).count()).toBe(0);
    await expectAccessible(page);
  });
});
