import { html } from "hono/html";
import { PLAN_ROWS } from "../protocol/plan-table.ts";
import { DEFAULT_PLANS, PLAN_NAMES } from "../protocol/plans.ts";
import type { Html } from "./text.ts";

/**
 * The table of plans. Each cell names its plan and limit, so that the worker can replace the numbers
 * that the operator has overridden.
 */
export function planTable(): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Plan comparison">
    <table class="plans">
      <thead>
        <tr>
          <td></td>
          ${PLAN_NAMES.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${PLAN_ROWS.map(
          ({ limit, name, text }) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${PLAN_NAMES.map(
                (plan) =>
                  html`<td data-plan="${plan}" data-limit="${limit}">
                    ${text(DEFAULT_PLANS[plan])}
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
