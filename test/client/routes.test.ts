import { describe, expect, it } from "vitest";
import { createClient, type HookNexus } from "../../src/client/index.ts";
import { ROUTES, type RouteName } from "../../src/protocol/routes.ts";

const TOKEN = "hnt_0123456789";

/** The call for each route. The type requires a call for every new route. */
const CALLS: Record<RouteName, (client: HookNexus, signal: AbortSignal) => Promise<unknown>> = {
  createEndpoint: ({ endpoints }, signal) => endpoints.create({}, { signal }),
  listEndpoints: ({ endpoints }, signal) => endpoints.list({ signal }),
  getEndpoint: ({ endpoints }, signal) => endpoints.get("a", { signal }),
  getActivity: ({ endpoints }, signal) => endpoints.activity("a", { signal }),
  updateEndpoint: ({ endpoints }, signal) => endpoints.update("a", {}, { signal }),
  deleteEndpoint: ({ endpoints }, signal) => endpoints.delete("a", { signal }),
  listRequests: ({ requests }, signal) => requests.list("a", {}, { signal }),
  listListeners: ({ listeners }, signal) => listeners.list("a", { signal }),
  disconnectListener: ({ listeners }, signal) => listeners.disconnect("a", "b", { signal }),
  getRequest: ({ requests }, signal) => requests.get("a", { signal }),
  getRequestBody: ({ requests }, signal) => requests.body("a", { signal }),
  deleteRequest: ({ requests }, signal) => requests.delete("a", { signal }),
  deleteRequests: ({ requests }, signal) => requests.deleteMany(["a"], { signal }),
  replayTargets: ({ replay }, signal) => replay.targets("a", { signal }),
  previewReplay: ({ replay }, signal) => replay.preview("a", { signal }),
  replay: ({ replay }, signal) => replay.send({ requestId: "a", connectionId: "b" }, { signal }),
  verifySignature: ({ signatures }, signal) =>
    signatures.verify(
      { provider: "github", payload: "a", signature: "b", secret: "c" },
      { signal },
    ),
  createKey: ({ keys }, signal) => keys.create({}, { signal }),
  listKeys: ({ keys }, signal) => keys.list({ signal }),
  renameKey: ({ keys }, signal) => keys.rename("a", "b", { signal }),
  rotateKey: ({ keys }, signal) => keys.rotate("a", {}, { signal }),
  revokeKey: ({ keys }, signal) => keys.revoke("a", { signal }),
  getUsage: ({ account }, signal) => account.usage({ signal }),
  exportAccount: ({ account }, signal) => account.export({ signal }),
  deleteAccount: ({ account }, signal) => account.delete("a@example.com", { signal }),
  listSessions: ({ account }, signal) => account.sessions({ signal }),
  revokeSession: ({ account }, signal) => account.revokeSession("a", { signal }),
  getSubscription: ({ account }, signal) => account.subscription({ signal }),
  askForCode: ({ auth }, signal) => auth.askForCode("a@example.com", { signal }),
  enterCode: ({ auth }, signal) => auth.enterCode({ email: "a", code: "1" }, { signal }),
  whoAmI: ({ account }, signal) => account.me({ signal }),
  signOut: ({ account }, signal) => account.signOut({ signal }),
  getHealth: ({ health }, signal) => health({ signal }),
  provideAccount: ({ admin }, signal) =>
    admin.provideAccount({ email: "a", plan: "pro" }, { signal }),
  changeAccount: ({ admin }, signal) => admin.changeAccount("a", {}, { signal }),
  resync: ({ admin }, signal) => admin.resync(undefined, { signal }),
};

const NAMES = Object.keys(CALLS) as RouteName[];

/** Makes one call with a `fetch` that fails. Returns what it passed to `fetch`, and its error. */
async function tryCall(name: RouteName) {
  const sent: [url: string, init: RequestInit][] = [];
  const fetch = async (url: string, init: RequestInit) => {
    sent.push([url, init]);
    throw new TypeError("no network here");
  };
  const client = createClient({ url: "https://hooks.test/", token: TOKEN, userAgent: "me", fetch });
  const { signal } = new AbortController();
  const failure: unknown = await CALLS[name](client, signal).catch((error: unknown) => error);
  const [[url, init] = ["", {}], ...more] = sent;
  expect(more).toEqual([]);
  return { url, init, signal, failure, headers: new Headers(init.headers) };
}

describe.each(NAMES)("the call for %s", (name) => {
  it("uses the route's method and path, with the configured credential and user agent", async () => {
    const { url, init, signal, headers } = await tryCall(name);
    expect(init.method).toBe(ROUTES[name].method);
    const path = ROUTES[name].path.replace(/:(id|requestId)/, "a").replace(":connectionId", "b");
    expect(url).toBe(`https://hooks.test${path}`);
    expect(headers.get("authorization")).toBe(`Bearer ${TOKEN}`);
    expect(headers.get("user-agent")).toBe("me");
    expect(init.signal).toBe(signal);
    expect(init.redirect).toBe("manual");
  });

  it("sends JSON if the route takes a body, and no body otherwise", async () => {
    const { init, headers } = await tryCall(name);
    const takesBody = "body" in ROUTES[name];
    expect(typeof init.body).toBe(takesBody ? "string" : "object");
    expect(headers.get("content-type")).toBe(takesBody ? "application/json" : null);
  });

  it("rejects with the library's own error, without the token", async () => {
    const { failure } = await tryCall(name);
    expect(failure).toMatchObject({ name: "HookNexusError", code: "network", status: null });
    expect(`${String(failure)} ${JSON.stringify(failure)}`).not.toContain(TOKEN);
  });
});
