import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { WebSocket } from "ws";

/*
 * Stands in for `websocat` 1 where it is not installed, for as much of it as examples/listener.sh
 * asks: each line of stdin is a message and each message a line of stdout. A flag that the script
 * leaves out does here what it does there: without -E it outlives its connection, without
 * --linemode-strip-newlines a line's end is sent along, and -B splits what is longer.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    text: { type: "boolean", short: "t" },
    "exit-on-eof": { type: "boolean", short: "E" },
    "buffer-size": { type: "string", short: "B", default: "65536" },
    "linemode-strip-newlines": { type: "boolean" },
  },
});
const [url = ""] = positionals;
const longest = Number(values["buffer-size"]);
const socket = new WebSocket(url);

socket.on("open", () => {
  createInterface({ input: process.stdin }).on("line", (line) => {
    const message = values["linemode-strip-newlines"] ? line : `${line}\n`;
    socket.send(values.text ? message : Buffer.from(message));
  });
});
socket.on("message", (data) => {
  const bytes = Buffer.from(data as Buffer);
  for (let at = 0; at < bytes.length; at += longest) {
    process.stdout.write(`${bytes.subarray(at, at + longest).toString()}\n`);
  }
});
socket.on("error", ({ message }) => process.stderr.write(`websocat: ${message}\n`));
socket.on("close", () => {
  if (values["exit-on-eof"]) process.exit();
});
