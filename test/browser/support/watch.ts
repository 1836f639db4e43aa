import type { Page } from "playwright-core";

/** What went wrong in a page, or left it: none of it may happen. */
export interface Watched {
  /** Each as a line: "console: …", "off origin: …". */
  problems: string[];
}

/*
 * The browser prints a line for every reply that is no success, and for every server that is away;
 * that a screen shows it is what is tested, so the line alone is no fault. What goes to anywhere
 * else is noted as such.
 */
const EXPECTED_LINE =
  /^(Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INTERNET_DISCONNECTED)$)|WebSocket connection to )/;

/** Notes what the content security policy refuses, errors, and requests to anywhere else. */
export function watchPage(page: Page, origin: string): Watched {
  const problems: string[] = [];
  page.on("console", (message) => {
    // A refusal of the content security policy comes here too.
    if (message.type() !== "error" || EXPECTED_LINE.test(message.text())) return;
    problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    const isOurs = url.origin === origin || (url.protocol === "blob:" && url.href.includes(origin));
    if (!isOurs) problems.push(`off origin: ${url.href}`);
  });
  page.on("websocket", (socket) => {
    const { host } = new URL(socket.url());
    if (host !== new URL(origin).host) problems.push(`off origin: ${socket.url()}`);
  });
  return { problems };
}
