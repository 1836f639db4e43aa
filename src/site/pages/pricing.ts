import { html } from "hono/html";
import type { SitePage } from "../page.ts";
import { planTable } from "../plan-table.ts";

export function pricingPage(): SitePage {
  return {
    path: "/pricing",
    title: "Plans",
    description: "The limits of each HookNexus plan.",
    layout: "wide",
    content: html`<h1>Plans</h1>
      <p class="lead">
        Every plan stores requests before acknowledging them, numbers them, and resends those that a
        listener missed. The plans differ only in their limits.
      </p>
      ${planTable()}
      <ul class="notes">
        <li>
          Only stored requests count towards the daily limit. When it is reached, senders get 429
          with a <code>Retry-After</code> header.
        </li>
        <li>
          A downgrade deletes nothing. The newest endpoints and API keys are suspended until you
          upgrade again.
        </li>
        <li>
          <a href="/docs/limits">Limits</a> lists the limits that are the same on every plan, and
          the error for each limit.
        </li>
      </ul>
      <p><a class="button primary" href="/sign-in">Sign in</a></p>`,
  };
}
