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
import { addressOf, type Place } from "./place.ts";
import { ADMIN_TOKEN, postWebhook } from "./world.ts";

/** Device sign-in speaks OAuth and takes forms too: it stands beside the table of JSON routes. */
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

export type BodyRouteName = JsonName | OauthName;

/** A route that reads a body. */
interface DescribedBodyRoute extends Route {
  name: string;
  body: z.ZodMiniType;
  isOauth: boolean;
}

/** Every route that reads a body; last the one after which no other finds its account. */
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
/** A response's body and a provider's payload are longer than anything else that is sent. */
const MAX_BYTES_OF: Readonly<Record<string, number>> = {
  updateEndpoint: 512 * KIB,
  verifySignature: 2_048 * KIB,
};

/** A route that reads a body, at an address where there is something. */
export interface BodyRoute extends DescribedBodyRoute {
  address: string;
  token: string | null;
  /** A body that it takes, with every field that there is. */
  good: unknown;
  maxBytes: number;
}

/** Every route that reads a body, as this place's account or the operator may call it. */
export async function bodyRoutesAt(place: Place): Promise<BodyRoute[]> {
  const good: Record<string, unknown> = await goodBodies(place);
  return BODY_ROUTES.map((described) => {
    const { name, isOauth } = described;
    if (!(name in good)) throw new Error(`${name} takes a body, and no valid one is known.`);
    return {
      ...described,
      address: addressOf(described, place.ids),
      token: tokenFor(described, place),
      good: good[name],
      maxBytes: isOauth ? OAUTH_MAX_BYTES : (MAX_BYTES_OF[name] ?? MAX_BYTES),
    };
  });
}

export function tokenFor({ caller }: Route, { account }: Place): string | null {
  if (caller === "anyone") return null;
  return caller === "operator" ? ADMIN_TOKEN : account.token;
}

/** Sends a body as it stands; null: none. */
export function sendTo(
  { method, address, token }: BodyRoute,
  body: BodyInit | null,
): Promise<Response> {
  const headers = new Headers({
    "content-type": "application/json",
    "cf-connecting-ip": freshIp(),
  });
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  return callAndSettle(address, { method, headers, body });
}

/** A body with every field for each route: whatever a hostile value displaces, all else is valid. */
async function goodBodies(place: Place): Promise<Record<BodyRouteName, unknown>> {
  const { ids } = place;
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
      response: { status: 202, headers: { "x-any": "1" }, body: "taken", delayMs: 1 },
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
    deleteAccount: { email: place.account.email },
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
    askForDeviceCode: { client_id: "backup-job", scope: "all" },
    pollForDeviceToken: { grant_type: DEVICE_GRANT_TYPE, device_code: device.device_code },
  };
}
