import { Refused, type Api } from "./api.ts";
import type { Call } from "./call.ts";
import { me, subscription, usage } from "./shapes.ts";

export async function whoAmI({ api }: Call): Promise<number> {
  const { email, plan } = await api.json(me, "GET", "/auth/me");
  console.log(`${email} (${plan})`);
  return 0;
}

export async function showAccount({ api }: Call): Promise<number> {
  const { endpoints, requests } = await api.json(usage, "GET", "/api/account/usage");
  console.log(`Endpoints: ${endpoints.current} of ${endpoints.limit}`);
  console.log(`Requests today: ${requests.current} of ${requests.limit}`);
  console.log(`Subscription: ${await subscriptionLine(api)}`);
  return 0;
}

/** A 404 is not an error here: an account need not have a subscription. */
async function subscriptionLine(api: Api): Promise<string> {
  try {
    const found = await api.json(subscription, "GET", "/billing/subscription");
    const { plan, billingCycle, status, currentPeriodEnd } = found;
    return `${plan}, ${billingCycle}, ${status} until ${currentPeriodEnd}`;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return "none";
    throw error;
  }
}

export async function logout({ api }: Call): Promise<number> {
  await api.call("POST", "/auth/logout");
  console.log("Signed out.");
  return 0;
}
