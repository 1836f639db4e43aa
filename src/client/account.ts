import { ROUTES } from "../protocol/routes.ts";
import type { BodyOf, CallOptions, Send } from "./call.ts";

/** The account that the credential belongs to. */
export const accountCalls = (send: Send) => ({
  /**
   * Shows who is asking.
   *
   * @example
   * const { email, plan } = await client.account.me();
   */
  me: (options?: CallOptions) => send(ROUTES.whoAmI, { ...options }),

  /**
   * Shows what is used of the plan, and the plan with all its limits; a null limit is none.
   *
   * @example
   * const { requests } = await client.account.usage();
   * console.log(`${requests.current} of ${requests.limit ?? "any number"} today`);
   */
  usage: (options?: CallOptions) => send(ROUTES.getUsage, { ...options }),

  /**
   * Downloads all that is stored of the account as lines of JSON, each an `ExportLine`: the
   * account, its credentials without their secrets, and each endpoint with its requests. Bodies
   * above 1 MiB are left out; `requests.body` fetches them.
   *
   * Pass the stream on rather than reading it whole: it may be gigabytes. Its last line is of type
   * `end`; without that the export is not whole.
   *
   * @example
   * const { stream } = await client.account.export();
   * await writeFile("export.ndjson", Readable.fromWeb(stream));
   */
  export: (options?: CallOptions) => send(ROUTES.exportAccount, { ...options }),

  /**
   * Deletes the account for good: its endpoints with their history, its keys, its sessions and
   * the credential that asks; every socket of it closes. `pending` counts what was not reached
   * yet, and will be.
   *
   * @param email the account's own address, so that nobody deletes one by mistake
   * @throws HookNexusError `invalid_field` where the address is another one
   * @example
   * await client.account.delete("me@example.com");
   */
  delete: (email: string, options?: CallOptions) =>
    send(ROUTES.deleteAccount, { body: { email }, ...options }),

  /**
   * Lists where the account is signed in.
   *
   * @example
   * const { sessions } = await client.account.sessions();
   */
  sessions: (options?: CallOptions) => send(ROUTES.listSessions, { ...options }),

  /**
   * Signs out somewhere else, and closes the sockets that were opened from there.
   *
   * @throws HookNexusError `session_not_found`
   * @example
   * for (const { id, isCurrent } of sessions) if (!isCurrent) await client.account.revokeSession(id);
   */
  revokeSession: (id: string, options?: CallOptions) =>
    send(ROUTES.revokeSession, { params: { id }, ...options }),

  /**
   * Shows the subscription.
   *
   * @throws HookNexusError `subscription_not_found` where there is none
   * @example
   * const { status, currentPeriodEnd } = await client.account.subscription();
   */
  subscription: (options?: CallOptions) => send(ROUTES.getSubscription, { ...options }),

  /**
   * Revokes the credential that asks: this client can do nothing more afterwards.
   *
   * @example
   * await client.account.signOut();
   */
  signOut: (options?: CallOptions) => send(ROUTES.signOut, { ...options }),
});

/** Signing in with a mailed code. The code is bound by a cookie to whoever asked for it. */
export const authCalls = (send: Send) => ({
  /**
   * Has a code mailed. The answer is the same whether or not there is such an account.
   *
   * @example
   * await client.auth.askForCode("me@example.com");
   */
  askForCode: (email: string, options?: CallOptions) =>
    send(ROUTES.askForCode, { body: { email }, ...options }),

  /**
   * Signs in with the code: by a cookie and, with `token: true`, by an account token as well. It
   * takes a `fetch` that keeps cookies, as a browser's does.
   *
   * @throws HookNexusError `invalid_code`, `sign_in_limit` (with `limit`)
   * @example
   * const { token } = await client.auth.enterCode({ email, code: "123456", token: true });
   */
  enterCode: (body: BodyOf<"enterCode">, options?: CallOptions) =>
    send(ROUTES.enterCode, { body, ...options }),
});

/** What an operator may do whose `token` is the server's ADMIN_TOKEN. */
export const operatorCalls = (send: Send) => ({
  /**
   * Makes an account, or sets the plan of the one there is, and makes a token for it.
   *
   * @throws HookNexusError `sign_in_limit` (with `limit`), `not_found` where the server has no
   *   operator
   * @example
   * const { token } = await client.admin.provideAccount({ email: "me@example.com", plan: "pro" });
   */
  provideAccount: (body: BodyOf<"provideAccount">, options?: CallOptions) =>
    send(ROUTES.provideAccount, { body, ...options }),

  /**
   * Sets the plan, the subscription or both; a null subscription ends it.
   *
   * @throws HookNexusError `account_not_found`
   * @example
   * await client.admin.changeAccount(id, { plan: "team" });
   */
  changeAccount: (id: string, body: BodyOf<"changeAccount">, options?: CallOptions) =>
    send(ROUTES.changeAccount, { params: { id }, body, ...options }),
});
