import { responseSettings } from "../../../protocol/response-settings.ts";
import { responseOf, type ResponseForm } from "./response-form.ts";

/** An HTTP response to a sender. */
export interface SenderReply {
  status: number;
  headers: readonly (readonly [name: string, value: string])[];
  body: string;
  delayMs: number;
}

/** Sent with every response of an endpoint, so that no browser treats it as a page of our origin. */
const ALWAYS: Record<string, string> = {
  "access-control-allow-origin": "*",
  "content-security-policy": "sandbox",
  "x-content-type-options": "nosniff",
};

const DEFAULT_BODY = '{"received":true,"id":"<request id>","timestamp":<milliseconds>}';

/** The response to a webhook under these settings; null if they are invalid. */
export function senderReply(form: ResponseForm): SenderReply | null {
  const wanted = responseOf(form);
  if (wanted === null) {
    const headers = sorted({ "content-type": "application/json", "cache-control": "no-store" });
    return { status: 200, headers, body: DEFAULT_BODY, delayMs: 0 };
  }
  const { data } = responseSettings.safeParse(wanted);
  if (!data) return null;
  const { status, body, delayMs } = data;
  const defaults = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return { status, headers: sorted({ ...defaults, ...data.headers }), body, delayMs };
}

function sorted(headers: Record<string, string>): SenderReply["headers"] {
  return Object.entries({ ...headers, ...ALWAYS }).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Reason phrases of the statuses that webhook receivers use (RFC 9110, section 15). */
export const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  301: "Moved Permanently",
  304: "Not Modified",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  410: "Gone",
  422: "Unprocessable Entity",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** Formatted as `curl -i` prints it. */
export function replyText({ status, headers, body }: SenderReply): string {
  const start = `HTTP/1.1 ${status} ${REASONS[status] ?? ""}`.trimEnd();
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [start, ...lines, "", body].join("\n").trimEnd();
}
