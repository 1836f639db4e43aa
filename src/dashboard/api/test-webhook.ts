import { errorBody } from "../../protocol/errors.ts";

/** What the sample sends: small, and JSON, so that the tree has something to show. */
const SAMPLE = {
  event: "order.paid",
  order: { id: 1042, total: "29.90", currency: "EUR" },
  note: "A test webhook, sent from the dashboard.",
};

/** The same for a terminal, on any system's shell but cmd. */
export function curlFor(address: string): string {
  return `curl ${address} \\
  -H 'content-type: application/json' \\
  -d '{"hello":"world"}'`;
}

/**
 * Posts a webhook from this page, as any sender would: without our cookie.
 * @throws Error with a sentence for the screen
 */
export async function sendTestWebhook(address: string): Promise<void> {
  const response = await post(address);
  const text = await response.text();
  if (response.ok) return;
  throw new Error(refusalIn(text) ?? `The endpoint answered ${response.status}.`);
}

async function post(address: string): Promise<Response> {
  try {
    return await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(SAMPLE),
      credentials: "omit",
    });
  } catch (cause) {
    throw new Error("The server can't be reached. Check your connection, then try again.", {
      cause,
    });
  }
}

/** Our own refusal says why; what an endpoint's owner set may be anything. */
function refusalIn(text: string): string | null {
  try {
    return errorBody.safeParse(JSON.parse(text)).data?.error ?? null;
  } catch {
    return null;
  }
}
