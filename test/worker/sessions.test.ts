import { describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { session } from "../../src/protocol/session.ts";
import { accepted, upgrade } from "./support/test-listener.ts";
import { ADMIN_TOKEN, callAs, json, newAccount, newEndpoint, newKey } from "./support/world.ts";

interface SessionList {
  sessions: { id: string; isCurrent: boolean }[];
}

async function signedInTwice() {
  const account = await newAccount("plus");
  const again = { email: account.email, plan: "plus" };
  const reply = await callAs(ADMIN_TOKEN, "POST", "/api/admin/accounts", again);
  const { token: other } = await json<{ token: string }>(reply, 201);
  return { account, other };
}

describe("the places where an account is signed in", () => {
  it("are listed, the asking one marked, without keys and without any secret", async () => {
    const { account, other } = await signedInTwice();
    const { key } = await newKey(account);
    const text = await (await callAs(other, "GET", "/api/account/sessions")).text();
    for (const secret of [account.token, other, key]) expect(text).not.toContain(secret);
    const { sessions } = JSON.parse(text) as SessionList;
    expect(sessions).toHaveLength(2);
    for (const one of sessions) expect(session.parse(one)).toEqual(one);
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
  });

  it("can be ended one by one, with the sockets that they opened", async () => {
    const { account, other } = await signedInTwice();
    const { id } = await newEndpoint(account);
    const listener = await accepted(await upgrade(`/ws/${id}?token=${account.token}&client=cli`));
    const { sessions } = await json<SessionList>(
      await callAs(other, "GET", "/api/account/sessions"),
    );
    const doomed = sessions.find(({ isCurrent }) => !isCurrent);
    const path = `/api/account/sessions/${doomed?.id}`;
    const stranger = await newAccount();
    expect((await callAs(stranger.token, "DELETE", path)).status).toBe(404);
    const reply = await json(await callAs(other, "DELETE", path));
    expect(reply).toEqual({ revoked: true, closedConnections: 1 });
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    expect((await callAs(account.token, "GET", "/auth/me")).status).toBe(401);
    expect((await callAs(other, "DELETE", path)).status).toBe(404);
  });
});
