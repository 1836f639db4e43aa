import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { WebSocket } from "ws";

/*
 * A stand-in for `websocat` 1 with the features that examples/listener.sh uses: each line of stdin is
 * a message and each message a line of stdout. The flags work as in websocat: without -E it outlives
 * its connection, without --linemode-strip-newlines it sends line ends, and -B splits longer
 * messages.
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
