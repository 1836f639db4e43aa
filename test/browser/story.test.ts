import { expect, it } from "vitest";
import { newAccount } from "../e2e/support/api.ts";
import { connect, tryToConnect } from "../e2e/support/socket.ts";
import { within, withinCalls } from "../e2e/support/wait.ts";
import { useDashboard } from "./support/dashboard.ts";
import { post } from "./support/live.ts";

/*
 * What somebody does on their first day, in one browser, by what they see and press; only the
 * sender and the listener are programs outside.
 */

const CREDENTIAL_REVOKED = 4401;
/** A second on a quiet machine. */
const SHOWN_WITHIN_CALLS = 40;

const dashboard = useDashboard();

it("signs in, watches a webhook arrive, finds it, replays it to a listener, and revokes the listener's key", async () => {
  const { email } = await newAccount(dashboard.server, "plus");
  const page = await dashboard.open(await dashboard.newContext(), "/");
  await page.getByRole("button", { name: "Sign in" }).click();
  await dashboard.signInByHand(page, email);

  await page.getByRole("button", { name: "Create an endpoint" }).click();
  await page.getByLabel("Alias (optional)").fill("orders");
  await page.getByRole("button", { name: "Create endpoint" }).click();
  const first = page.getByRole("region", { name: "curl command" });
  const [, address = ""] = /curl (\S+)/.exec((await first.textContent()) ?? "") ?? [];
  const { pathname } = new URL(address);
  const endpointId = pathname.slice("/h/".length);
  await page.getByRole("link", { name: "orders" }).first().click();
  const rows = page.getByRole("listbox", { name: "Requests" }).getByRole("option");
  await page.getByRole("status", { name: "Connection" }).getByText("Live").waitFor();

  await post(address, '{"type":"invoice.paid"}', { below: "/stripe" });
  const shown = rows.getByText("invoice.paid").waitFor();
  await withinCalls(dashboard.server, shown, "the webhook on the screen", SHOWN_WITHIN_CALLS);
  await post(address, "", { below: "/health", method: "GET" });
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole("searchbox").fill("paid");
  await expect.poll(() => rows.count()).toBe(1);
  expect(new URL(page.url()).search).toContain("q=paid");

  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("my worker");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = (await page.getByLabel("API key", { exact: true }).textContent()) ?? "";
  await page.getByLabel("I've saved this key").check();
  await page.getByRole("button", { name: "Done" }).click();
  const listener = await connect(dashboard.server, endpointId, key);
  // Every listener pings on opening: the runtime is slow to close a socket that never sent anything.
  await listener.ping();

  await page.goBack();
  await rows.getByText("invoice.paid").click();
  const pane = page.getByRole("region", { name: "Request", exact: true });
  await pane.getByRole("button", { name: "Replay" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("my worker").click();
  await dialog.getByRole("button", { name: "Replay" }).click();
  await dialog.getByText(/Sent to my worker/).waitFor();
  const replayed = () => listener.frames.find(({ type }) => type === "replay_request");
  await listener.until(() => replayed() !== undefined, "the replay");
  expect(replayed()).toMatchObject({
    payload: { request: { body: '{"type":"invoice.paid"}', path: `${pathname}/stripe` } },
  });
  await dialog.getByRole("button", { name: "Done" }).click();

  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("button", { name: "Revoke my worker" }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  expect(await within(listener.closed, () => "the socket to close")).toBe(CREDENTIAL_REVOKED);
  await page.getByText("1 connection closed.").waitFor();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByText("No API keys yet").waitFor();
  const again = await tryToConnect(dashboard.server, endpointId, { apikey: key });
  expect(again).toMatchObject({ status: 401 });
});
