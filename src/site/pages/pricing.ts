import { html } from "hono/html";
import type { SitePage } from "../page.ts";
import { planTable } from "../plan-table.ts";

export function pricingPage(): SitePage {
  return {
    address: "/pricing",
    title: "Plans",
    description: "What each plan of HookNexus allows.",
    layout: "wide",
    content: html`<h1>Plans</h1>
      <p class="lead">
        Every plan stores before it acknowledges, numbers what came, and sends what a listener
        missed. They differ in how much there may be of it.
      </p>
      ${planTable()}
      <ul class="notes">
        <li>
          Only what is stored counts towards a day's requests. What is refused counts towards
          nothing, and a sender is told when to come back.
        </li>
        <li>
          After a downgrade nothing is deleted: the endpoints and keys created last rest, and an
          upgrade brings them back.
        </li>
        <li>
          What answers where a limit is reached, and the limits that are the same on every plan:
          <a href="/docs/limits">Limits</a>.
        </li>
      </ul>
      <p><a class="button primary" href="/sign-in">Sign in</a></p>`,
  };
}
