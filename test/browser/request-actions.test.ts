import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sign } from "@octokit/webhooks-methods";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ExactTarget } from "../e2e/support/exact-target.ts";
import { connect } from "../e2e/support/socket.ts";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { copied, JSON_TYPE, PULL_REQUEST, visitRequests } from "./support/request-visit.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const dashboard = useDashboard();

/** As somebody who pastes it into a terminal. */
const run = (command: string, cwd: string) =>
  promisify(execFile)("sh", ["-c", command], { cwd, timeout: 10_000 });

describe("copying as curl", () => {
  let folder: string;
  let target: ExactTarget;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hooknexus-curl-"));
    target = await ExactTarget.open();
  });
  afterAll(async () => {
    await target.goDown();
    await rm(folder, { recursive: true });
  });

  it("copies a command that sends the same request to the endpoint again", async () => {
    const { client, endpoint, page, pane, post, show } = await visitRequests(dashboard);
    const body = `it's "so" $(id) \`id\` !!\n@file \\ %s\u0003\u202e é`;
    const headers = { "content-type": "text/plain", "x-odd": "it's; $HOME @x" };
    const id = await post({ method: "PATCH", below: "/a[1]/b?c='d'&c=%zz", body, headers });
    await show(id);
    await pane.getByRole("button", { name: "Copy as curl" }).click();
    await expect.poll(() => copied(page)).toMatch(/curl .*-X PATCH/);
    await run(await copied(page), folder);
    const [again, first] = (await client.requests.list(endpoint.id)).requests;
    expect(again).toMatchObject({ seq: 2, body, method: "PATCH" });
    expect(again?.path).toBe(first?.path);
    expect(again?.raw_query).toBe(first?.raw_query);
    expect(again?.headers["x-odd"]).toBe(headers["x-odd"]);
  });

  it("sends to a custom URL, which the browser remembers", async () => {
    const { page, pane, post, show } = await visitRequests(dashboard);
    const body = randomBytes(900);
    await show(await post({ below: "/paid?id=7", body, headers: JSON_TYPE }));
    await pane.getByRole("button", { name: "curl options" }).click();
    await page.getByRole("radio", { name: "Another URL" }).check();
    const address = page.getByRole("textbox", { name: "URL" });
    await address.fill("not a URL");
    await page.getByText("Enter a URL such as").waitFor();
    await expectAccessible(page);
    await address.fill(`${target.port}`);
    await page.getByRole("region", { name: "curl command" }).waitFor();
    await takeScreenshots(page, "request-curl");
    await expectAccessible(page);
    await page.reload();
    await pane.getByRole("button", { name: "Copy as curl" }).click();
    await expect.poll(() => copied(page)).toContain(`localhost:${target.port}/paid?id=7`);
    await run((await copied(page)).replace("localhost", "127.0.0.1"), folder);
    const [came] = await target.has(1);
    expect(came).toMatchObject({ method: "POST", url: "/paid?id=7" });
    expect(came?.body.equals(body)).toBe(true);
  });

  it("sends a large body from a file that the user is told to save", async () => {
    const { client, endpoint, page, pane, post, show } = await visitRequests(dashboard);
    const body = randomBytes(1_200_000);
    await show(await post({ body }));
    await pane.getByRole("button", { name: "Copy as curl" }).click();
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download body" }).click();
    const download = await downloading;
    await download.saveAs(join(folder, download.suggestedFilename()));
    await page.getByRole("button", { name: "Copy curl command" }).click();
    await expect.poll(() => copied(page)).toContain("--data-binary @./");
    await run(await copied(page), folder);
    const [again] = (await client.requests.list(endpoint.id)).requests;
    const { bytes } = await client.requests.body(again?.id ?? "");
    expect(again?.seq).toBe(2);
    expect(body.equals(await bytes())).toBe(true);
  });
});

describe("verifying a signature", () => {
  const SECRET = "s3cret-that-never-leaves";

  it("distinguishes a correct secret from a wrong one, and sends neither", async () => {
    const { page, pane, post, show } = await visitRequests(dashboard);
    const signature = await sign(SECRET, PULL_REQUEST);
    const headers = { ...JSON_TYPE, "x-hub-signature-256": signature };
    const id = await post({ body: PULL_REQUEST, headers });
    const other = await post({ body: `${PULL_REQUEST} `, headers });
    const sent: string[] = [];
    page.on("request", (request) => {
      sent.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData()}`);
    });
    await show(id);
    await pane.getByRole("tab", { name: "Signature GitHub" }).click();
    const secret = pane.getByLabel("Secret");
    expect(await secret.getAttribute("type")).toBe("password");
    await secret.fill("wrong");
    await page.keyboard.press("Enter");
    await pane.getByRole("heading", { name: "Not valid" }).waitFor();
    await pane.getByText("Each webhook at GitHub has its own.").waitFor();
    await takeScreenshots(page, "request-signature-wrong");
    await expectAccessible(page);

    await secret.fill(`${SECRET} `);
    await pane.getByRole("button", { name: "Verify" }).click();
    await pane.getByText("The secret has white space around it.").waitFor();

    await secret.fill(SECRET);
    await pane.getByRole("heading", { name: "Not valid" }).waitFor({ state: "detached" });
    await pane.getByRole("button", { name: "Verify" }).click();
    await pane.getByRole("heading", { name: "Valid", exact: true }).waitFor();
    expect(await pane.getByText(signature, { exact: true }).count()).toBe(2);
    await takeScreenshots(page, "request-signature");
    await expectAccessible(page);

    await pane.getByRole("button", { name: "Newer request" }).click();
    await pane.getByRole("heading", { name: "Not valid" }).waitFor();
    await pane.getByText("The JSON was re-serialised in transit").waitFor();
    expect(page.url()).toContain(other);

    await page.reload();
    await pane.getByRole("tab", { name: "Signature GitHub" }).click();
    expect(await secret.inputValue()).toBe("");
    const stored = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    expect([...sent, stored].filter((text) => text.includes(SECRET))).toEqual([]);
    expect(sent.length).toBeGreaterThan(5);
  });

  it("fetches a body above 1 MiB first", async () => {
    const { pane, post, show } = await visitRequests(dashboard);
    const body = "x".repeat(1_100_000);
    const headers = { "x-hub-signature-256": await sign(SECRET, body) };
    await show(await post({ body, headers }));
    await pane.getByRole("tab", { name: "Signature" }).click();
    await pane.getByLabel("Secret").fill(SECRET);
    await pane.getByRole("button", { name: "Verify" }).click();
    await pane.getByRole("heading", { name: "Valid", exact: true }).waitFor();
  });

  it("says that there is no signature to verify", async () => {
    const { pane, post, show } = await visitRequests(dashboard);
    await show(await post({ body: "x" }));
    await pane.getByRole("tab", { name: "Signature" }).click();
    await pane.getByText("No known signature header found.").waitFor();
    await pane.getByLabel("Provider").selectOption("Stripe");
    await pane.getByLabel("Secret").fill(SECRET);
    await pane.getByRole("button", { name: "Verify" }).click();
    await pane.getByText("This request has no signature from this provider.").waitFor();
  });
});

describe("replaying", () => {
  it("reaches the chosen listener, confirms it, and suggests the listener the next time", async () => {
    const { client, endpoint, page, pane, post, show } = await visitRequests(dashboard);
    const id = await post({ body: PULL_REQUEST, headers: JSON_TYPE });
    const keys = [
      await client.keys.create({ name: "staging worker" }),
      await client.keys.create({ name: "laptop" }),
    ];
    const sockets = [];
    for (const { key } of keys) sockets.push(await connect(dashboard.server, endpoint.id, key));
    const [staging, laptop] = sockets;
    await show(id);
    await page.keyboard.press("r");
    const dialog = page.getByRole("dialog", { name: "Replay request #1" });
    await dialog.getByRole("radio", { name: "laptop" }).check();
    await takeScreenshots(page, "request-replay");
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await dialog.getByText(/^Sent to laptop at \d\d:\d\d:\d\d/).waitFor();
    await takeScreenshots(page, "request-replayed");
    await expectAccessible(page);
    const isReplay = ({ type }: { type: string }) => type === "replay_request";
    await laptop?.until(() => laptop.frames.some(isReplay), "the replay");
    expect(laptop?.frames.find(isReplay)).toMatchObject({
      payload: { sourceRequestId: id, request: { body: PULL_REQUEST } },
    });
    expect(staging?.frames.some(isReplay)).toBe(false);

    await page.reload();
    await pane.getByRole("button", { name: "Replay" }).click();
    await expect.poll(() => dialog.getByRole("radio", { name: "laptop" }).isChecked()).toBe(true);
  });

  it("says that no listener is connected, and follows those that connect and disconnect", async () => {
    const { client, endpoint, page, pane, post, show } = await visitRequests(dashboard);
    await show(await post({ body: "x" }));
    await pane.getByRole("button", { name: "Replay" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("No listener is connected.").waitFor();
    await dialog.getByText(`hooknexus forward ${endpoint.id} --to 3000`).waitFor();
    await takeScreenshots(page, "request-replay-nobody");
    await expectAccessible(page);
    const { key } = await client.keys.create({ name: "late" });
    const socket = await connect(dashboard.server, endpoint.id, key);
    await dialog.getByRole("radio", { name: "late" }).waitFor();
    // What the dialog shows is what was true a moment ago.
    await page.route("**/api/replay/targets/*", () => {});
    await socket.close();
    await dialog.getByRole("button", { name: "Replay" }).click();
    await dialog.getByText("That listener is no longer connected. Choose another one.").waitFor();
  });

  it("says that the plan has no replay", async () => {
    const { page, post, show } = await visitRequests(dashboard, { plan: "free" });
    await show(await post({ body: "x" }));
    await page.keyboard.press("r");
    const dialog = page.getByRole("dialog");
    await dialog
      .getByText("Your plan does not include replay. Upgrade to send requests again.")
      .waitFor();
    await dialog.getByRole("link", { name: "Compare plans" }).waitFor();
    await expectAccessible(page);
  });
});

it("deletes only after a confirmation", async () => {
  const { client, endpoint, page, pane, post, show } = await visitRequests(dashboard);
  const id = await post({ body: "x" });
  await show(id);
  await pane.getByRole("button", { name: "Delete request" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete request #1?" });
  await takeScreenshots(page, "request-delete");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect((await client.requests.list(endpoint.id)).total).toBe(1);
  await pane.getByRole("button", { name: "Delete request" }).click();
  await dialog.getByRole("button", { name: "Delete request" }).click();
  await page.getByText("Request #1 deleted.").waitFor();
  await pane.waitFor({ state: "detached" });
  await expect(client.requests.get(id)).rejects.toMatchObject({ code: "request_not_found" });
});
