import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { call, hubOf, newAccount, newEndpoint, postWebhook } from "../../support/world.ts";

/** An endpoint that has received one webhook, at its URL with this suffix. */
async function newInbox(below: string) {
  const { id } = await newEndpoint(await newAccount("team"));
  await call(`/h/${id}${below}`, { method: "POST", body: "x" });
  return { id, hub: hubOf(id) };
}

function storedPaths(id: string): Promise<unknown[]> {
  return runInDurableObject(hubOf(id), (_, { storage: { sql } }) =>
    sql
      .exec("SELECT path FROM requests ORDER BY seq")
      .toArray()
      .map(({ path }) => path),
  );
}

/** Stores the whole path of the first request, as older versions did. */
async function storeWhole(id: string): Promise<void> {
  await runInDurableObject(hubOf(id), (_, { storage: { sql } }) => {
    const query = `UPDATE requests SET path = '/h/' || ? || substr(path, 2),
      bytes_through = bytes_through + ? WHERE seq = 1`;
    sql.exec(query, id, `/h/${id}`.length - 1);
  });
  await evictDurableObject(hubOf(id));
}

const forward = { after: 0, limit: 10 };

describe("the path of a request", () => {
  it.each(["", "/", "/stripe/eu", "/.", "/h/x", "/./%2e"])(
    "is stored without the endpoint's URL, and returned whole: %j",
    async (below) => {
      const { id, hub } = await newInbox(below);
      const { requests } = await hub.page({ ...forward, filter: {} });
      // Senders resolve the dots of a URL before they send it.
      const { pathname } = new URL(`http://hooks.test/h/${id}${below}`);
      expect(requests.map(({ path }) => path)).toEqual([pathname]);
      expect(await storedPaths(id)).toEqual([`.${pathname.slice(`/h/${id}`.length)}`]);
    },
  );

  it("is found whole and in part, however it is stored", async () => {
    const { id, hub } = await newInbox("/Stripe");
    await storeWhole(id);
    await call(`/h/${id}/stripe`, { method: "POST", body: "x" });
    expect(await storedPaths(id)).toEqual([`/h/${id}/Stripe`, "./stripe"]);
    for (const q of [`/h/${id}/stripe`, `${id.slice(-4)}/stri`, "/STRIPE", "/h/"]) {
      expect((await hub.page({ ...forward, filter: { q } })).total).toBe(2);
    }
    for (const q of ["./stripe", "stripe/"]) {
      expect((await hub.page({ ...forward, filter: { q } })).total).toBe(0);
    }
  });

  it("frees the storage that it took, however it is stored", async () => {
    const { id, hub } = await newInbox("/a");
    await storeWhole(id);
    await postWebhook(id, "y");
    const { requests } = await hub.page({ ...forward, filter: {} });
    expect(requests.map(({ path }) => path)).toEqual([`/h/${id}/a`, `/h/${id}`]);
    expect(await hub.remove(requests.map((request) => request.id))).toBe(2);
    expect((await hub.stats()).storedBytes).toBe(0);
  });
});
