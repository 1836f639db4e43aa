import { html } from "hono/html";
import { PLAN_NAMES, type Plan, type Plans } from "../../protocol/plans.ts";
import type { Page } from "./page.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const ROWS: [name: string, cell: (plan: Plan) => string][] = [
  ["Endpoints", (plan) => count(plan.maxEndpoints)],
  ["of them permanent", (plan) => count(plan.maxPermanentEndpoints)],
  ["An endpoint lives for", (plan) => time(plan.endpointValidityMs)],
  [
    "Requests a day (UTC)",
    ({ maxDailyRequests: max }) => (max === null ? "unlimited" : count(max)),
  ],
  ["Largest body", (plan) => size(plan.maxBodyBytes)],
  ["History kept for", (plan) => time(plan.historyMs)],
  ["Stored an endpoint", (plan) => size(plan.maxStoredBytes)],
  ["API keys", (plan) => count(plan.maxApiKeys)],
  ["Listeners an endpoint", (plan) => count(plan.maxListeners)],
  ["Replay", (plan) => (plan.canReplay ? "yes" : "no")],
];

/** The table of plans that are in force here, an operator's own numbers included. */
export function pricingPage(plans: Plans): Page {
  return {
    title: "Plans",
    layout: "wide",
    content: html`<h1>Plans</h1>
      <div class="scroll" tabindex="0" role="region" aria-label="The plans, side by side">
        <table>
          <thead>
            <tr>
              <td></td>
              ${PLAN_NAMES.map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${ROWS.map(
              ([name, cell]) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  ${PLAN_NAMES.map((plan) => html`<td>${cell(plans[plan])}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`,
  };
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function time(ms: number): string {
  const [unit, length] = ms > DAY_MS ? ["days", DAY_MS] : ["hours", HOUR_MS];
  return `${count(Math.round((ms / length) * 10) / 10)} ${unit}`;
}

function size(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  let [value, power] = [bytes, 0];
  while (value >= 1024 && power < units.length - 1) [value, power] = [value / 1024, power + 1];
  return `${count(Math.round(value * 10) / 10)} ${units[power]}`;
}
