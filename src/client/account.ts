import { ROUTES } from "../protocol/routes.ts";
import type { BodyOf, CallOptions, Send } from "./call.ts";

/** Calls about the account that the credential belongs to. */
export const accountCalls = (send: Send) => ({
  /**
   * Gets the account.
   *
   * @example
   * const { email, plan } = await client.account.me();
   */
  me: (options?: CallOptions) => send(ROUTES.whoAmI, { ...options }),

  /**
   * Gets the plan with all its limits, and how much of them is used. A null limit means unlimited.
   *
   * @example
   * const { requests } = await client.account.usage();
   * console.log(`${requests.current} of ${requests.limit ?? "any number"} today`);
   */
  usage: (options?: CallOptions) => send(ROUTES.getUsage, { ...options }),

  /**
   * Downloads everything stored about the account as lines of JSON, each an `ExportLine`: the
   * account, its credentials without their secrets, and each endpoint with its requests. Bodies
   * above 1 MiB are omitted; fetch them with `requests.body`.
   *
   * The export may be gigabytes, so pipe `stream` instead of calling `bytes`. The last line has the
   * type `end`. If it is missing, the export is incomplete.
   *
   * @example
   * const { stream } = await client.account.export();
   * await writeFile("export.ndjson", Readable.fromWeb(stream));
   */
  export: (options?: CallOptions) => send(ROUTES.exportAccount, { ...options }),

  /**
   * Deletes the account permanently, with its endpoints and their requests, its keys and its
   * sessions, including the credential of this client. All its sockets close. `pending` counts
   * the endpoints that could not be reached yet; the server retries them.
   *
   * @param email the account's email address, as a safeguard against deleting one by mistake
   * @throws HookNexusError `invalid_field` if `email` is not the account's
   * @example
   * await client.account.delete("me@example.com");
   */
  delete: (email: string, options?: CallOptions) =>
    send(ROUTES.deleteAccount, { body: { email }, ...options }),

  /**
   * Lists the account's sessions and tokens.
   *
   * @example
   * const { sessions } = await client.account.sessions();
   */
  sessions: (options?: CallOptions) => send(ROUTES.listSessions, { ...options }),

  /**
   * Revokes one of the account's sessions or tokens, and closes its sockets.
   *
   * @throws HookNexusError `session_not_found`
   * @example
   * const { sessions } = await client.account.sessions();
   * for (const { id, isCurrent } of sessions) if (!isCurrent) await client.account.revokeSession(id);
   */
  revokeSession: (id: string, options?: CallOptions) =>
    send(ROUTES.revokeSession, { params: { id }, ...options }),

  /**
   * Gets the subscription.
   *
   * @throws HookNexusError `subscription_not_found` if the account has none
   * @example
   * const { status, currentPeriodEnd } = await client.account.subscription();
   */
  subscription: (options?: CallOptions) => send(ROUTES.getSubscription, { ...options }),

  /**
   * Revokes the credential of this client, which can't make any authenticated call afterwards.
   *
   * @example
   * await client.account.signOut();
   */
  signOut: (options?: CallOptions) => send(ROUTES.signOut, { ...options }),
});

/** Calls to sign in with a code sent by email. A cookie binds the code to the client that asked. */
export const authCalls = (send: Send) => ({
  /**
   * Sends a sign-in code by email. The reply does not reveal whether the account exists.
   *
   * @example
   * await client.auth.askForCode("me@example.com");
   */
  askForCode: (email: string, options?: CallOptions) =>
    send(ROUTES.askForCode, { body: { email }, ...options }),

  /**
   * Signs in with the code. Sets a session cookie and, with `token: true`, also returns an account
   * token. Needs a `fetch` that keeps cookies, as a browser's does.
   *
   * @throws HookNexusError `invalid_code`, `sign_in_limit` (with `limit`)
   * @example
   * const { token } = await client.auth.enterCode({ email, code: "123456", token: true });
   */
  enterCode: (body: BodyOf<"enterCode">, options?: CallOptions) =>
    send(ROUTES.enterCode, { body, ...options }),
});

/** Calls for the operator. The client's `token` must be the server's ADMIN_TOKEN. */
export const operatorCalls = (send: Send) => ({
  /**
   * Creates an account, or sets the plan of an existing one, and creates an account token for it.
   *
   * @throws HookNexusError `sign_in_limit` (with `limit`), `not_found` if the server has no
   *   ADMIN_TOKEN
   * @example
   * const { token } = await client.admin.provideAccount({ email: "me@example.com", plan: "pro" });
   */
  provideAccount: (body: BodyOf<"provideAccount">, options?: CallOptions) =>
    send(ROUTES.provideAccount, { body, ...options }),

  /**
   * Sets the plan, the subscription or both. `subscription: null` ends the subscription.
   *
   * @throws HookNexusError `account_not_found`
   * @example
   * await client.admin.changeAccount(id, { plan: "team" });
   */
  changeAccount: (id: string, body: BodyOf<"changeAccount">, options?: CallOptions) =>
    send(ROUTES.changeAccount, { params: { id }, body, ...options }),

  /**
   * Makes one step of a run that makes hubs and database agree, for example after the database was
   * restored to an earlier time. Pass the `next` of each reply to the next call until it is null. If
   * the last reply has a `pending` above 0, repeat the run.
   *
   * @throws HookNexusError `invalid_field` if `cursor` is not the `next` of a reply
   * @example
   * let step = await client.admin.resync();
   * while (step.next !== null) step = await client.admin.resync(step.next);
   */
  resync: (cursor?: string, options?: CallOptions) =>
    send(ROUTES.resync, { body: { cursor }, ...options }),
});
