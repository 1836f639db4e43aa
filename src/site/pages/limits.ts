import { html } from "hono/html";
import { MAX_INLINE_BODY_BYTES } from "../../protocol/captured-request.ts";
import { MAX_CATCH_UP_BYTES, MAX_CATCH_UP_REQUESTS } from "../../protocol/catch-up.ts";
import { ERRORS, type ErrorCode } from "../../protocol/errors.ts";
import { MAX_CLIENT_FRAME_LENGTH, SILENT_AFTER_MS } from "../../protocol/frames.ts";
import { MAX_PAGE_REQUESTS, MAX_SOUGHT_CHARACTERS } from "../../protocol/page-query.ts";
import { formatBytes } from "../../protocol/plan-table.ts";
import {
  MAX_BODY_CHARACTERS,
  MAX_DELAY_MS,
  MAX_HEADERS,
} from "../../protocol/response-settings.ts";
import type { SitePage } from "../page.ts";
import { planTable } from "../plan-table.ts";
import { inline, type Html } from "../text.ts";

const count = (value: number) => value.toLocaleString("en-US");

/** What holds on every plan: a limit, and what comes of it. */
const EVERYWHERE: [limit: string, value: string, meaning: string][] = [
  [
    "A body in a frame or a list",
    formatBytes(MAX_INLINE_BODY_BYTES),
    "A larger one is stored whole; `bodyUrl` has its bytes.",
  ],
  [
    "Sent to a listener that comes back",
    `${count(MAX_CATCH_UP_REQUESTS)} requests, ${formatBytes(MAX_CATCH_UP_BYTES)}`,
    "Before the newest of more comes a `gap`, to be read over HTTP with `after`.",
  ],
  [
    "A listener's silence",
    `${count(SILENT_AFTER_MS / 1_000)} s`,
    "Who has pinged once and then falls silent gives the place up as soon as another wants it.",
  ],
  [
    "A frame that a listener sends",
    formatBytes(MAX_CLIENT_FRAME_LENGTH),
    "A larger one gets an `error` frame.",
  ],
  ["A page of the history", `${count(MAX_PAGE_REQUESTS)} requests`, "Ask for the next one."],
  ["A text to search for", `${count(MAX_SOUGHT_CHARACTERS)} characters`, "A longer one is a 400."],
  [
    "The answer that you set for senders",
    `${count(MAX_BODY_CHARACTERS)} characters, ${count(MAX_HEADERS)} headers`,
    `It may wait for ${count(MAX_DELAY_MS / 1_000)} s at most.`,
  ],
];

/** What a caller or a sender meets where a limit is reached. */
const REACHED: ErrorCode[] = [
  "daily_limit",
  "payload_too_large",
  "endpoint_expired",
  "endpoint_read_only",
  "endpoint_limit",
  "permanent_limit",
  "connection_limit",
  "plan_without_keys",
  "key_limit",
  "key_suspended",
  "plan_without_replay",
];

export function limitsPage(): SitePage {
  return {
    address: "/docs/limits",
    title: "Limits",
    description: "What each plan allows, and what answers where a limit is reached.",
    layout: "prose",
    places: html`<a href="#plans">Plans</a> <a href="#every-plan">On every plan</a>
      <a href="#reached">Where one is reached</a>`,
    content: html`<h1>Limits</h1>
      <p class="lead">
        A limit refuses; it never drops what was acknowledged. What is refused counts towards
        nothing.
      </p>
      <h2 id="plans">Plans</h2>
      ${planTable()}
      <p>
        A day is a UTC day, over the whole account. Where an endpoint has stored as much as the plan
        allows, the oldest requests go first. What is used of each limit is in the dashboard under
        Settings, and at <code>/api/account/usage</code>.
      </p>
      <h2 id="every-plan">On every plan</h2>
      ${everywhere()}
      <h2 id="reached">Where one is reached</h2>
      ${reached()}`,
  };
}

function everywhere(): Html {
  return html`<table class="facts">
    <tbody>
      ${EVERYWHERE.map(
        ([limit, value, meaning]) =>
          html`<tr>
            <th scope="row">${limit}</th>
            <td class="value">${value}</td>
            <td>${inline(meaning)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function reached(): Html {
  return html`<table class="facts codes">
    <tbody>
      ${REACHED.map((code) => {
        const [status, sentence] = ERRORS[code];
        return html`<tr>
          <th scope="row"><a href="/docs/api#error-${code}">${code}</a></th>
          <td class="value">${status}</td>
          <td>${inline(sentence)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}
