import { errorBody } from "../../protocol/errors.ts";

/** A small JSON body, so that the tree view has something to show. */
const SAMPLE = {
  event: "order.paid",
  order: { id: 1042, total: "29.90", currency: "EUR" },
  note: "A test webhook, sent from the dashboard.",
};

/** A curl command for any shell except cmd. */
export function curlFor(url: string): string {
  return `curl ${url} \\
  -H 'content-type: application/json' \\
  -d '{"hello":"world"}'`;
}

/**
 * Posts a webhook from this page without our cookie, as any sender would.
 * @throws Error with a message for the user
 */
export async function sendTestWebhook(url: string): Promise<void> {
  const response = await post(url);
  const text = await response.text();
  if (response.ok) return;
  throw new Error(refusalMessage(text) ?? `The endpoint responded with ${response.status}.`);
}

async function post(url: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(SAMPLE),
      credentials: "omit",
    });
  } catch (cause) {
    throw new Error("The server can't be reached. Check your connection and try again.", {
      cause,
    });
  }
}

/** The message of our own error response; a custom response may contain anything. */
function refusalMessage(text: string): string | null {
  try {
    return errorBody.safeParse(JSON.parse(text)).data?.error ?? null;
  } catch {
    return null;
  }
}
