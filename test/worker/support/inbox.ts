import type { Route } from "../../../src/protocol/route.ts";
import { connect, type TestListener } from "./test-listener.ts";
import {
  clientOf,
  newAccount,
  newEndpoint,
  newKey,
  operator,
  postWebhook,
  type TestAccount,
} from "./world.ts";

/** What an id in a path can name, by the error code for a missing one. */
const THINGS = [
  "account_not_found",
  "endpoint_not_found",
  "key_not_found",
  "listener_not_found",
  "request_not_found",
  "session_not_found",
] as const;
export type Thing = (typeof THINGS)[number];
export type Ids = Readonly<Record<Thing, string>>;

/** An account with one of each thing that a path can name. */
export interface Inbox {
  account: TestAccount;
  ids: Ids;
  /** The secret of the key that the listener uses. */
  key: string;
  listener: TestListener;
}

export async function newInbox(): Promise<Inbox> {
  const account = await newAccount("team");
  const endpoint = await newEndpoint(account, { alias: "shop" });
  const key = await newKey(account, { name: "first" });
  const request = await postWebhook(endpoint.id);
  const listener = await connect(endpoint.id, key.key);
  const ids = {
    account_not_found: account.id,
    endpoint_not_found: endpoint.id,
    key_not_found: key.id,
    listener_not_found: String(listener.frames[0]?.payload["connectionId"]),
    request_not_found: request.id,
    session_not_found: await newSessionId(account),
  };
  return { account, ids, key: key.key, listener };
}

/** Signs the account in a second time. Resolves to the id of that session. */
async function newSessionId({ email, token }: TestAccount): Promise<string> {
  await operator.admin.provideAccount({ email, plan: "team" });
  const { sessions } = await clientOf({ token }).account.sessions();
  const [other] = sessions.filter(({ isCurrent }) => !isCurrent);
  if (!other) throw new Error("The account should have two sessions.");
  return other.id;
}

/** What each id in the route's path names, in order. */
export function thingsIn({ path, errors }: Route): Thing[] {
  const named = THINGS.filter((thing) => errors.includes(thing));
  const count = path.split("/:").length - 1;
  // The table lists these codes in the order of the path, and no other codes of this kind.
  const ordered = named.toSorted((a, b) => errors.indexOf(a) - errors.indexOf(b));
  if (count !== 0 && ordered.length !== count)
    throw new Error(`${path} should have ${count} codes for missing things.`);
  return ordered.slice(0, count);
}

/** The route's path with these ids, unencoded. */
export function pathnameOf(route: Route, ids: Ids): string {
  const things = thingsIn(route);
  return route.path.replaceAll(/:\w+/g, () => {
    const thing = things.shift();
    if (!thing) throw new Error(`${route.path} has more ids than codes.`);
    return ids[thing];
  });
}
