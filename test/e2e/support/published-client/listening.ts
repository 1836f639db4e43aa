import { parseArgs } from "node:util";
import { stayConnected, type Wish } from "./connection.ts";
import { forwardEvent } from "./forwarding.ts";
import type { Call } from "./call.ts";
import { event as eventShape, frame as frameShape, type Event } from "./shapes.ts";

const OPTIONS = { "preserve-path": { type: "boolean", default: false } } as const;

/** Prints what comes. */
export function listen(call: Call): Promise<number> {
  const [endpointId = ""] = call.args;
  return hearEvents(call, endpointId, "listen", printEvent);
}

/** Sends what comes on to a local address. */
export function forward({ args, ...call }: Call): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [endpointId = "", target = ""] = positionals;
  const isPathPreserved = values["preserve-path"];
  return hearEvents({ args, ...call }, endpointId, "forward", (event) => {
    void forwardEvent(event, new URL(target), isPathPreserved);
  });
}

function hearEvents(
  { settings }: Call,
  endpointId: string,
  mode: Wish["mode"],
  take: (event: Event) => void,
): Promise<number> {
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort());
  const hear = (text: string) => hearFrame(text, take, settings.isVerbose);
  return stayConnected({ settings, endpointId, mode, hear, stop: stopping.signal });
}

/** Types that it does not know, such as `pong`, pass without a word. */
function hearFrame(text: string, take: (event: Event) => void, isVerbose: boolean): void {
  const { type, payload } = frameShape.parse(JSON.parse(text));
  const fields = Object(payload) as Record<string, unknown>;
  switch (type) {
    case "connected":
      return console.log(`Connected: ${String(fields["connectionId"])}`);
    case "error":
      return console.error(`The server says: ${String(fields["message"])}`);
    case "new_request":
      return takeWhole(payload, take);
    case "replay_request":
      return takeWhole(fields["request"], take);
    default:
      if (isVerbose) console.log(type);
  }
}

/** An event that is not whole, its `headers` or `query` being text above all, is dropped. */
function takeWhole(payload: unknown, take: (event: Event) => void): void {
  const whole = eventShape.safeParse(payload);
  if (whole.success) take(whole.data);
}

function printEvent({ method, path, query, body }: Event): void {
  const text = new URLSearchParams(query).toString();
  console.log(`${method} ${path}${text && `?${text}`} ${body}`);
}
