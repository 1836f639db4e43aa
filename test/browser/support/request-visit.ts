import type { Locator, Page } from "playwright-core";
import type { CreatedEndpoint } from "../../../src/protocol/endpoint.ts";
import { send, type Outgoing } from "../../e2e/support/http.ts";
import type { Dashboard, Visitor, VisitOptions } from "./dashboard.ts";

/** Somebody with an endpoint, who looks at its requests one by one. */
export interface RequestVisitor extends Visitor {
  endpoint: CreatedEndpoint;
  /** The request that is shown. */
  pane: Locator;
  /** Sends a webhook from outside; gives its id. `below` follows the endpoint's own path. */
  post(outgoing: Outgoing & { below?: string }): Promise<string>;
  /** Shows a request, as a link to it does. */
  show(id: string): Promise<void>;
}

export async function visitRequests(
  dashboard: Dashboard,
  options: VisitOptions = {},
): Promise<RequestVisitor> {
  const visitor = await dashboard.visit({
    path: null,
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  const { client, page } = visitor;
  const endpoint = await client.endpoints.create({ alias: "orders" });
  const pane = page.getByRole("region", { name: "Request", exact: true });
  return {
    ...visitor,
    endpoint,
    pane,
    post: async ({ below = "", ...outgoing }) => {
      const reply = await send(endpoint.url + below, outgoing);
      if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.body.toString()}`);
      return (JSON.parse(reply.body.toString()) as { id: string }).id;
    },
    show: async (id) => {
      await page.goto(`${dashboard.origin}/endpoints/${endpoint.id}?request=${id}`);
      await pane.getByRole("tab", { name: "Body" }).waitFor();
    },
  };
}

export const copied = (page: Page): Promise<string> =>
  page.evaluate(() => navigator.clipboard.readText());

/** A webhook such as GitHub sends, with a number that no double holds. */
export const PULL_REQUEST = JSON.stringify({
  action: "opened",
  number: 42,
  pull_request: {
    title: "Count each webhook once",
    user: { login: "octocat", id: 583231 },
    labels: ["bug", "delivery"],
    draft: false,
    merged_at: null,
  },
  repository: { full_name: "octo/hooks", private: true },
}).replace("42", "9007199254740993");

export const JSON_TYPE = { "content-type": "application/json" };
