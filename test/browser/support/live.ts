import { Agent } from "node:http";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { CreatedEndpoint } from "../../../src/protocol/endpoint.ts";
import { send, type Outgoing } from "../../e2e/support/http.ts";
import type { Dashboard, Visitor, VisitOptions } from "./dashboard.ts";

/** Somebody at the live screen of a fresh endpoint. */
export interface LiveVisitor extends Visitor {
  endpoint: CreatedEndpoint;
  address: string;
  /** What is listed and in sight, from the top. */
  rows: Locator;
}

export interface LiveOptions extends VisitOptions {
  /** The address's query: `?q=paid`. */
  query?: string;
  /** What the account has before the endpoint is made. */
  before?(visitor: Visitor): Promise<unknown>;
  /** What is there before the screen is. */
  prepare?(address: string, visitor: Visitor & { endpoint: CreatedEndpoint }): Promise<unknown>;
  /** What the screen says of its connection once it is there. */
  state?: string;
}

/** Makes an account and its endpoint `orders`, and opens its live screen. */
export async function openLive(
  dashboard: Dashboard,
  { query = "", before, prepare, state = "Live", ...options }: LiveOptions = {},
): Promise<LiveVisitor> {
  const visitor = await dashboard.visit({ path: null, ...options });
  const { client, page } = visitor;
  await before?.(visitor);
  const endpoint = await client.endpoints.create({ alias: "orders" });
  const address = `${dashboard.origin}/h/${endpoint.id}`;
  await prepare?.(address, { ...visitor, endpoint });
  await page.goto(`${dashboard.origin}/endpoints/${endpoint.id}${query}`);
  await stateIs(page, state);
  return {
    ...visitor,
    endpoint,
    address,
    rows: page.getByRole("listbox", { name: "Requests" }).getByRole("option"),
  };
}

/** Waits until the screen says so of its connection. */
export async function stateIs(page: Page, state: string): Promise<void> {
  await page.getByRole("status", { name: "Connection" }).getByText(state).waitFor();
}

/** Posts one webhook from outside, and gives back its id once it is stored. */
export async function post(
  address: string,
  body: string,
  { below = "", ...outgoing }: Outgoing & { below?: string } = {},
): Promise<string> {
  const reply = await send(address + below, { body, ...outgoing });
  if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.body.toString()}`);
  return (JSON.parse(reply.body.toString()) as { id: string }).id;
}

/** Posts many, over a few connections that are kept; `bodyOf` is given 1, 2, 3… */
export async function postMany(
  address: string,
  count: number,
  bodyOf = (number: number) => `request ${number}`,
  connections = 16,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let last = 0;
  const sendOneAfterAnother = async () => {
    while (last < count) await post(address, bodyOf(++last), { agent });
  };
  await Promise.all(Array.from({ length: connections }, sendOneAfterAnother));
  agent.destroy();
}

const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };

/** A mixture such as people have it: nine of them. */
export async function postSamples(address: string): Promise<void> {
  const samples: (Outgoing & { below: string })[] = [
    { below: "/health", method: "GET" },
    {
      below: "/stripe",
      headers: JSON_TYPE,
      body: '{"id":"evt_1","type":"invoice.paid","data":{}}',
    },
    { below: "/stripe", headers: JSON_TYPE, body: '{"id":"evt_2","type":"charge.refunded"}' },
    { below: "/sms?from=%2B49170", headers: FORM_TYPE, body: "From=%2B49170&Body=Hello+there" },
    { below: "/orders/1042", method: "PUT", headers: JSON_TYPE, body: '{"status":"shipped"}' },
    { below: "/avatar", headers: { "content-type": "image/png" }, body: "x".repeat(2_400) },
    { below: "/orders/1041", method: "DELETE" },
    { below: "/feed", headers: { "content-type": "application/xml" }, body: "<order id='7'/>" },
    {
      below: "/github?delivery=72d3162e",
      headers: JSON_TYPE,
      body: '{"action":"opened","number":7}',
    },
  ];
  for (const { body = "", ...rest } of samples) await post(address, String(body), rest);
}

/** The numbers of the rows that are made, from the top. */
export async function seqsOf(rows: Locator): Promise<number[]> {
  return rows.evaluateAll((options) =>
    options
      .map((option) => ({
        seq: Number(option.getAttribute("data-seq")),
        at: Number(option.getAttribute("aria-posinset")),
      }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ seq }) => seq),
  );
}

/** As much of the browser's entry as is read here. */
interface LayoutShift {
  value: number;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

/**
 * Notes from now on what the browser counts as layout shift; the result asks which there were. A
 * label whose text gets longer in its place, such as an age, moves nothing.
 */
export async function watchShifts(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(async () => {
    // Which come when the first text is drawn in them.
    await document.fonts.ready;
    const shifts: string[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as unknown as LayoutShift;
        const isInPlace = ({ previousRect, currentRect }: (typeof sources)[number]) =>
          JSON.stringify(previousRect) === JSON.stringify(currentRect);
        if (sources.length > 0 && sources.every(isInPlace)) continue;
        const moved = sources.map(({ node }) => node?.textContent?.slice(0, 60));
        shifts.push(`${value} by ${moved.join(", ")} ${JSON.stringify(sources)}`);
      }
    }).observe({ type: "layout-shift" });
  });
  return () => page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);
}

/** Counts the requests that reach the page over sockets which it opens from now on. */
export function countReceived(page: Page): () => number {
  let count = 0;
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (payload.includes('"type":"new_request"')) count++;
    }),
  );
  return () => count;
}

/** Lets the page ask for frames and timers and gives it none, until the result is called. */
export async function holdFrames(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const { requestAnimationFrame, setTimeout } = globalThis;
    const held: (() => void)[] = [];
    const hold = (callback: (now: number) => void) => held.push(() => callback(performance.now()));
    const release = () => {
      Object.assign(globalThis, { requestAnimationFrame, setTimeout });
      for (const callback of held) callback();
    };
    Object.assign(globalThis, { requestAnimationFrame: hold, setTimeout: hold, release });
  });
  return () => page.evaluate(() => (globalThis as unknown as { release(): void }).release());
}

/** What a tab sees that goes into the background: it is hidden, and drawn no more frames. */
export async function hideTab(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.requestAnimationFrame = () => 0;
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

/**
 * Scrolls the list from one share of its height to another, in each frame by more than is in sight.
 * Resolves with the largest number of rows that the page had at once.
 */
export async function scrollList(page: Page, from: number, to: number): Promise<number> {
  return page.getByRole("listbox").evaluate(
    (list, share) =>
      new Promise<number>((resolve) => {
        const scroller = list.parentElement;
        if (!scroller) throw new Error("The list has nothing to scroll in.");
        const height = scroller.scrollHeight - scroller.clientHeight;
        const frames = Math.ceil(
          (Math.abs(share.to - share.from) * height) / (3 * scroller.clientHeight),
        );
        let frame = 0;
        let mostRows = 0;
        const step = () => {
          mostRows = Math.max(mostRows, list.querySelectorAll("[role=option]").length);
          scroller.scrollTop = (share.from + ((share.to - share.from) * frame) / frames) * height;
          if (frame++ === frames) resolve(mostRows);
          else requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    { from, to },
  );
}

/** Scrolls to the end of the list until its first request has been loaded. */
export async function loadToEnd(page: Page, rows: Locator): Promise<void> {
  await page.getByRole("listbox").focus();
  await expect
    .poll(async () => {
      await page.keyboard.press("End");
      return (await seqsOf(rows)).at(-1);
    })
    .toBe(1);
}
