import type * as z from "zod/mini";
import {
  askForDeviceCodeBody,
  DEVICE_GRANT_TYPE,
  deviceAuthorization,
  deviceToken,
  deviceTokenBody,
} from "../../../src/protocol/device.ts";
import { route, type Route } from "../../../src/protocol/route.ts";
import { ROUTES, type RouteName } from "../../../src/protocol/routes.ts";
import { callAndSettle, freshEmail, freshIp } from "./browser.ts";
import { newDevice } from "./device.ts";
import { pathnameOf, type Inbox } from "./inbox.ts";
import { ADMIN_TOKEN, postWebhook } from "./world.ts";

/** Device sign-in follows OAuth and accepts forms, so the table of JSON routes does not have it. */
const OAUTH_ROUTES = {
  askForDeviceCode: route({
    method: "POST",
    path: "/auth/device",
    caller: "anyone",
    summary: "Ask for a code to show",
    body: askForDeviceCodeBody,
    replies: { 200: deviceAuthorization },
    errors: [],
  }),
  pollForDeviceToken: route({
    method: "POST",
    path: "/auth/device/token",
    caller: "anyone",
    summary: "Poll for the token",
    body: deviceTokenBody,
    replies: { 200: deviceToken },
    errors: [],
  }),
};
type OauthName = keyof typeof OAUTH_ROUTES;

/** The routes of the table that read a body. */
type JsonName = {
  [Name in RouteName]: (typeof ROUTES)[Name] extends { body: unknown } ? Name : never;
}[RouteName];

type BodyRouteName = JsonName | OauthName;

/** A route that reads a body. */
interface DescribedBodyRoute extends Route {
  name: string;
  body: z.ZodMiniType;
  isOauth: boolean;
}

/** Every route that reads a body. `deleteAccount` is last: the others need the account. */
export const BODY_ROUTES: readonly DescribedBodyRoute[] = Object.entries<Route>({
  ...ROUTES,
  ...OAUTH_ROUTES,
})
  .flatMap(([name, { body, ...described }]) =>
    body ? [{ ...described, name, body, isOauth: name in OAUTH_ROUTES }] : [],
  )
  .toSorted((a, b) => Number(a.name === "deleteAccount") - Number(b.name === "deleteAccount"));

const KIB = 1024;
const OAUTH_MAX_BYTES = 16 * KIB;
const MAX_BYTES = 128 * KIB;
/** Routes that accept more: one for a custom response's body, one for a provider's payload. */
const MAX_BYTES_OF: Readonly<Record<string, number>> = {
  updateEndpoint: 512 * KIB,
  verifySignature: 2_048 * KIB,
};

/** A route that reads a body, with ids of existing things in its path. */
export interface BodyRoute extends DescribedBodyRoute {
  pathname: string;
  token: string | null;
  /** A valid body with every field. */
  good: unknown;
  maxBytes: number;
}

/** Every route that reads a body, with the token of a caller who may use it. */
export async function bodyRoutesAt(inbox: Inbox): Promise<BodyRoute[]> {
  const good: Record<string, unknown> = await goodBodies(inbox);
  return BODY_ROUTES.map((described) => {
    const { name, isOauth } = described;
    if (!(name in good)) throw new Error(`${name} reads a body: add a valid one to goodBodies.`);
    return {
      ...described,
      pathname: pathnameOf(described, inbox.ids),
      token: tokenFor(described, inbox),
      good: good[name],
      maxBytes: isOauth ? OAUTH_MAX_BYTES : (MAX_BYTES_OF[name] ?? MAX_BYTES),
    };
  });
}

export function tokenFor({ caller }: Route, { account }: Inbox): string | null {
  if (caller === "anyone") return null;
  return caller === "operator" ? ADMIN_TOKEN : account.token;
}

/** Sends a body unchanged; null sends none. */
export function sendTo(
  { method, pathname, token }: BodyRoute,
  body: BodyInit | null,
): Promise<Response> {
  const headers = new Headers({
    "content-type": "application/json",
    "cf-connecting-ip": freshIp(),
  });
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  return callAndSettle(pathname, { method, headers, body });
}

/** A valid body with every field for each route: tests make one field invalid at a time. */
async function goodBodies(inbox: Inbox): Promise<Record<BodyRouteName, unknown>> {
  const { ids } = inbox;
  const endpointIds = [ids.endpoint_not_found];
  const [email, time] = [freshEmail(), "2099-01-01T00:00:00Z"];
  const device = await newDevice();
  const { id: doomed } = await postWebhook(ids.endpoint_not_found, "to be deleted");
  return {
    createEndpoint: { isPermanent: false, permanent: false, alias: "new" },
    updateEndpoint: {
      isPaused: false,
      isPermanent: false,
      alias: "changed",
      response: { status: 202, headers: { "x-any": "1" }, body: "accepted", delayMs: 1 },
      handshakes: ["slack"],
    },
    deleteRequests: { ids: [doomed] },
    replay: { requestId: ids.request_not_found, connectionId: ids.listener_not_found },
    verifySignature: {
      provider: "slack",
      payload: "{}",
      signature: "v0=0",
      secret: "hush",
      timestamp: 1_700_000_000,
      id: "msg_1",
    },
    createKey: { name: "new", endpointIds, expiresAt: time },
    renameKey: { name: "renamed" },
    rotateKey: { overlapSeconds: 60 },
    deleteAccount: { email: inbox.account.email },
    askForCode: { email },
    enterCode: { email, code: "123456", token: false },
    provideAccount: { email, plan: "pro" },
    changeAccount: {
      plan: "pro",
      subscription: {
        status: "active",
        billingCycle: "monthly",
        currentPeriodStart: "2026-01-01T00:00:00Z",
        currentPeriodEnd: time,
        cancelledAt: time,
      },
    },
    // Behind the last account, so that the run ends at once.
    resync: { cursor: "ffffffff-ffff-4fff-bfff-ffffffffffff..0" },
    askForDeviceCode: { client_id: "backup-job", scope: "all" },
    pollForDeviceToken: { grant_type: DEVICE_GRANT_TYPE, device_code: device.device_code },
  };
}
