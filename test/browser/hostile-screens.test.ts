import { expect, it } from "vitest";
import { connect } from "../e2e/support/socket.ts";
import { useDashboard } from "./support/dashboard.ts";
import { visitRequests } from "./support/request-visit.ts";

/*
 * Everything that somebody can write, written as an attack, and every screen walked through. That
 * no page asks another origin, errs, or is refused by its policy, is held after the visit.
 */

const dashboard = useDashboard();

/** Runs where it is taken for markup, and asks for what no screen asks for. */
const SCRIPT = `<img src=/ran onerror="document.title='ran'"><script src=/ran></script>`;
const NAME = `"'>${SCRIPT}`;
const BODY = `<!doctype html>${SCRIPT}<a href="javascript:document.title='ran'">x</a>`;

it("no hostile name or webhook runs a script or causes a fetch on any screen", async () => {
  const { client, endpoint, page, pane, post, show } = await visitRequests(dashboard);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await client.endpoints.update(endpoint.id, { alias: NAME });
  const { key } = await client.keys.create({ name: NAME });
  const listener = await connect(dashboard.server, endpoint.id, key);
  const below = `/${encodeURIComponent(SCRIPT)}?${encodeURIComponent(SCRIPT)}=1`;
  const headers = { "content-type": "text/html", "x-attack": SCRIPT };
  const id = await post({ below, body: BODY, headers });
  const at = `/endpoints/${endpoint.id}`;

  /** Each screen, and what must be there as text once it shows what was written. */
  const screens: [path: string, text: string][] = [
    ["/", NAME],
    [at, "<!doctype html>"],
    [`${at}/listeners`, NAME],
    [`${at}/settings`, "Delete endpoint"],
    [`${at}/compare?a=${id}&b=${id}`, "compared with"],
    ["/settings/keys", NAME],
    ["/settings/sessions", "current"],
    ["/settings/usage", "Requests today"],
    ["/settings/account", "Delete account"],
  ];
  for (const [path, text] of screens) {
    await page.goto(dashboard.origin + path);
    await page.getByText(text).first().waitFor();
    expect(await page.locator("main script, main iframe, main [onerror]").count()).toBe(0);
  }
  await show(id);
  for (const tab of ["Body", "Headers", "Query", "Raw"]) {
    await pane.getByRole("tab", { name: tab }).click();
    await pane.getByRole("tabpanel").getByText("ran").first().waitFor();
  }
  await pane.getByRole("button", { name: "Replay" }).click();
  await page.getByRole("dialog").getByText(NAME).click();
  await page.keyboard.press("Escape");
  await page.goto(`${dashboard.origin}/settings/keys`);
  await page.getByRole("button", { name: `Revoke ${NAME}` }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await listener.closed;
  await page.getByText("1 connection closed.").waitFor();

  expect(asked).not.toContain("/ran");
  expect(await page.title()).not.toContain("ran");
});
