import { parseArgs } from "node:util";
import { stayConnected, type ConnectionOptions } from "./connection.ts";
import { forwardEvent } from "./forwarding.ts";
import type { Call } from "./call.ts";
import { event as eventShape, frame as frameShape, type Event } from "./shapes.ts";

const OPTIONS = { "preserve-path": { type: "boolean", default: false } } as const;

/** Prints each event. */
export function listen(call: Call): Promise<number> {
  const [endpointId = ""] = call.args;
  return listenTo(call, endpointId, "listen", printEvent);
}

/** Forwards each event to a local URL. */
export function forward({ args, ...call }: Call): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [endpointId = "", target = ""] = positionals;
  const isPathPreserved = values["preserve-path"];
  return listenTo({ args, ...call }, endpointId, "forward", (event) => {
    void forwardEvent(event, new URL(target), isPathPreserved);
  });
}

function listenTo(
  { settings }: Call,
  endpointId: string,
  mode: ConnectionOptions["mode"],
  onEvent: (event: Event) => void,
): Promise<number> {
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort());
  const onText = (text: string) => handleFrame(text, onEvent, settings.isVerbose);
  return stayConnected({ settings, endpointId, mode, onText, stop: stopping.signal });
}

/** Ignores unknown types, such as `pong`. */
function handleFrame(text: string, onEvent: (event: Event) => void, isVerbose: boolean): void {
  const { type, payload } = frameShape.parse(JSON.parse(text));
  const fields = Object(payload) as Record<string, unknown>;
  switch (type) {
    case "connected":
      return console.log(`Connected: ${String(fields["connectionId"])}`);
    case "error":
      return console.error(`The server says: ${String(fields["message"])}`);
    case "new_request":
      return handleEvent(payload, onEvent);
    case "replay_request":
      return handleEvent(fields["request"], onEvent);
    default:
      if (isVerbose) console.log(type);
  }
}

/** Drops an event with an unexpected shape, above all one whose `headers` or `query` is text. */
function handleEvent(payload: unknown, onEvent: (event: Event) => void): void {
  const parsed = eventShape.safeParse(payload);
  if (parsed.success) onEvent(parsed.data);
}

function printEvent({ method, path, query, body }: Event): void {
  const text = new URLSearchParams(query).toString();
  console.log(`${method} ${path}${text && `?${text}`} ${body}`);
}
