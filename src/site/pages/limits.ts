import { html } from "hono/html";
import {
  BODY_DEADLINE_MS,
  MIN_INTERVAL_BYTES,
  PACE_INTERVAL_MS,
} from "../../protocol/body-pace.ts";
import { MAX_INLINE_BODY_BYTES } from "../../protocol/captured-request.ts";
import { MAX_CATCH_UP_BYTES, MAX_CATCH_UP_REQUESTS } from "../../protocol/catch-up.ts";
import { ERRORS, type ErrorCode } from "../../protocol/errors.ts";
import {
  MAX_FRAME_BYTES,
  MAX_HEAD_BYTES,
  SCRIPT_FRAME_BYTES,
} from "../../protocol/frame-limits.ts";
import { MAX_CLIENT_FRAME_LENGTH, SILENT_AFTER_MS } from "../../protocol/frames.ts";
import {
  MAX_PAGE_BODY_BYTES,
  MAX_PAGE_SIZE,
  MAX_SEARCH_CALL_BYTES,
  MAX_SEARCH_CHARACTERS,
} from "../../protocol/page-query.ts";
import { formatBytes } from "../../protocol/plan-table.ts";
import { RATE_BURST_SECONDS } from "../../protocol/plans.ts";
import {
  MAX_BODY_CHARACTERS,
  MAX_DELAY_MS,
  MAX_HEADERS,
} from "../../protocol/response-settings.ts";
import { MINUTE_MS, SECOND_MS } from "../../protocol/time-units.ts";
import {
  CLOSE_ABOVE_BYTES,
  OMIT_BODIES_ABOVE_BYTES,
  PING_EVERY_BYTES,
} from "../../protocol/unread-limits.ts";
import type { SitePage } from "../page.ts";
import { planTable } from "../plan-table.ts";
import { inline, type Html } from "../text.ts";

const count = (value: number) => value.toLocaleString("en-US");

/** Limits that are the same on every plan. */
const COMMON_LIMITS: [limit: string, value: string, effect: string][] = [
  [
    "Body in a frame or list",
    formatBytes(MAX_INLINE_BODY_BYTES),
    "A larger body is omitted there. Download it from `bodyUrl`.",
  ],
  [
    "Frame to a script",
    `${count(SCRIPT_FRAME_BYTES)} bytes`,
    "A body that does not fit is omitted. If the head does not fit either, `headOmitted` is `true`; read the whole request over HTTP. `?inline=` sets another limit, from 32 KiB to 8 MiB.",
  ],
  [
    "Frame to a dashboard or command line",
    formatBytes(MAX_FRAME_BYTES),
    "Enough for every body of up to 1 MiB.",
  ],
  [
    "Head of a webhook",
    formatBytes(MAX_HEAD_BYTES),
    "The request line and header fields. A larger head is refused with 431.",
  ],
  [
    "Catch-up after reconnecting",
    `${count(MAX_CATCH_UP_REQUESTS)} requests, ${formatBytes(MAX_CATCH_UP_BYTES)}`,
    "If a listener missed more, it gets a `gap` frame, then the newest requests. Read the rest over HTTP with `after`.",
  ],
  [
    "Silence of a listener",
    `${count(SILENT_AFTER_MS / SECOND_MS)} s`,
    "A listener that has pinged before and then stays silent this long is disconnected when another listener needs its place.",
  ],
  [
    "Unread frames",
    `${formatBytes(OMIT_BODIES_ABOVE_BYTES)}, then no bodies; ${formatBytes(CLOSE_ABOVE_BYTES)}, then closed`,
    `The bytes sent to a listener since its last ping or, if it has never pinged, in the last 60 s. Ping after every ${formatBytes(PING_EVERY_BYTES)} that you receive. A ping that a timer sends does not show that a listener reads. After the close code 4408, reconnect with \`since\`.`,
  ],
  [
    "Frame from a listener",
    formatBytes(MAX_CLIENT_FRAME_LENGTH),
    "A larger one is answered with an `error` frame.",
  ],
  [
    "Page of requests",
    `${count(MAX_PAGE_SIZE)} requests, ${formatBytes(MAX_PAGE_BODY_BYTES)} of bodies`,
    "Request further pages for more. A body that does not fit is omitted: download it from `body_url`.",
  ],
  [
    "One call of a search",
    `${formatBytes(MAX_SEARCH_CALL_BYTES)} read`,
    "If more is stored, `total` is null and the reply has `next`. Send that as `cursor` to continue. An endpoint runs one search at a time.",
  ],
  [
    "Rate of a body",
    `${formatBytes(MIN_INTERVAL_BYTES)} in ${count(PACE_INTERVAL_MS / SECOND_MS)} s, all within ${count(BODY_DEADLINE_MS / MINUTE_MS)} min`,
    "A body that arrives more slowly gets 408. If a body declares its size, it has one minute up to 1 MiB, and no time limit up to 64 KiB.",
  ],
  ["Search text", `${count(MAX_SEARCH_CHARACTERS)} characters`, "A longer text returns 400."],
  [
    "Custom response",
    `${count(MAX_BODY_CHARACTERS)} characters, ${count(MAX_HEADERS)} headers`,
    `It can be delayed by up to ${count(MAX_DELAY_MS / SECOND_MS)} s.`,
  ],
];

/** The errors that senders and callers get when a limit is reached. */
const LIMIT_ERRORS: ErrorCode[] = [
  "daily_limit",
  "endpoint_rate",
  "payload_too_large",
  "head_too_large",
  "too_slow",
  "search_busy",
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
    path: "/docs/limits",
    title: "Limits",
    description: "The limits of each plan, and the errors when a limit is reached.",
    layout: "prose",
    contents: html`<a href="#plans">Plans</a> <a href="#every-plan">On every plan</a>
      <a href="#errors">Errors</a>`,
    content: html`<h1>Limits</h1>
      <p class="lead">
        A request or call beyond a limit is rejected with an error. It does not count towards any
        limit, and requests that were acknowledged before are not affected.
      </p>
      <h2 id="plans">Plans</h2>
      ${planTable()}
      <p>
        Requests per day are counted for the whole account and reset at midnight UTC. Webhooks per
        second are an average over ${RATE_BURST_SECONDS} seconds: an endpoint that was idle accepts
        ${RATE_BURST_SECONDS} times as many at once. Storage is the size of an endpoint's database,
        at most 9 GB: small requests take up to twice their own size in it. When it is full, the
        oldest requests are deleted first. To see your usage, open Settings in the dashboard, or
        call
        <code>/api/account/usage</code>.
      </p>
      <h2 id="every-plan">On every plan</h2>
      ${commonLimits()}
      <h2 id="errors">Errors when a limit is reached</h2>
      ${limitErrors()}`,
  };
}

function commonLimits(): Html {
  return html`<table class="facts">
    <tbody>
      ${COMMON_LIMITS.map(
        ([limit, value, effect]) =>
          html`<tr>
            <th scope="row">${limit}</th>
            <td class="value">${value}</td>
            <td>${inline(effect)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function limitErrors(): Html {
  return html`<table class="facts codes">
    <tbody>
      ${LIMIT_ERRORS.map((code) => {
        const [status, message] = ERRORS[code];
        return html`<tr>
          <th scope="row"><a href="/docs/api#error-${code}">${code}</a></th>
          <td class="value">${status}</td>
          <td>${inline(message)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}
