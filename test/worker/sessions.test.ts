import { describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { sessionList } from "../../src/protocol/replies.ts";
import { accepted, upgrade } from "./support/test-listener.ts";
import {
  callAs,
  clientOf,
  expectRefusals,
  newAccount,
  newEndpoint,
  newKey,
  operator,
} from "./support/world.ts";

async function signedInTwice() {
  const account = await newAccount("plus");
  const again = { email: account.email, plan: "plus" } as const;
  const { token: other } = await operator.admin.provideAccount(again);
  return { account, other };
}

describe("an account's sessions", () => {
  it("are listed without keys and secrets, with the current one marked", async () => {
    const { account, other } = await signedInTwice();
    const { key } = await newKey(account);
    const text = await (await callAs(other, "GET", "/api/account/sessions")).text();
    for (const secret of [account.token, other, key]) expect(text).not.toContain(secret);
    const { sessions } = sessionList.parse(JSON.parse(text));
    expect(sessions).toHaveLength(2);
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
  });

  it("can be ended one by one, which closes their sockets", async () => {
    const { account, other } = await signedInTwice();
    const { id } = await newEndpoint(account);
    const listener = await accepted(await upgrade(`/ws/${id}?token=${account.token}&client=cli`));
    const { account: here } = clientOf({ token: other });
    const doomed = (await here.sessions()).sessions.find(({ isCurrent }) => !isCurrent);
    const doomedId = doomed?.id ?? "";
    const stranger = clientOf(await newAccount());
    await expectRefusals([stranger.account.revokeSession(doomedId)], { status: 404 });
    const reply = await here.revokeSession(doomedId);
    expect(reply).toEqual({ revoked: true, closedConnections: 1 });
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    await expectRefusals([clientOf(account).account.me()], { status: 401 });
    await expectRefusals([here.revokeSession(doomedId)], { status: 404 });
  });
});
