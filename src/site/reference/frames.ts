import { html } from "hono/html";
import type { OpenApi, Operation, Schema } from "../../openapi/types.ts";
import { fieldTable } from "./fields.ts";
import { referredName, resolve, sampleOf } from "./sample.ts";
import { inline, type Html } from "../text.ts";

/** The frames of a WebSocket in both directions, and its close codes. */
export function frames(operation: Operation, api: OpenApi): Html | string {
  const socket = operation["x-websocket"];
  if (!socket) return "";
  const { schemas } = api.components;
  const received = resolve(socket.receives, schemas);
  return html`<h4>Frames from the server</h4>
    <p>${inline(received.description)}</p>
    ${received.oneOf?.map((frame) => frameBlock(frame, api))}
    <h4>Frames from the client</h4>
    ${frameBlock(socket.sends, api)}
    <h4>Close codes</h4>
    <table class="fields codes">
      <tbody>
        ${Object.entries(socket.closeCodes).map(
          ([code, meaning]) =>
            html`<tr>
              <th scope="row"><code>${code}</code></th>
              <td>${meaning}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function frameBlock(reference: Schema, { components: { schemas } }: OpenApi): Html {
  const { properties, description } = resolve(reference, schemas);
  const payload = properties?.["payload"];
  return html`<div class="frame-type" id="${referredName(reference)}">
    <p>
      <code>${properties?.["type"]?.const}</code> ${inline(description)} ${payloadName(payload)}
    </p>
    ${payload?.properties ? fieldTable(payload, schemas, "optional") : ""}
  </div>`;
}

function payloadName(payload: Schema | undefined): Html | string {
  const name = payload && referredName(payload);
  return name === undefined ? "" : html`Its payload is <a href="#${name}">${name}</a>.`;
}

/** A complete program for Node, and the frames that it prints. */
export function socketSample(operation: Operation, api: OpenApi): Html {
  const socket = operation["x-websocket"];
  const { schemas } = api.components;
  const printed = socket ? (resolve(socket.receives, schemas).oneOf ?? []).slice(0, 2) : [];
  const ping = socket && JSON.stringify(sampleOf(socket.sends, schemas));
  const program = `const { URL: url, ENDPOINT_ID, KEY } = process.env;
const socket = new WebSocket(
  \`\${url}/ws/\${ENDPOINT_ID}?apikey=\${KEY}\`,
);
const ping = () => socket.send('${ping}');
socket.onopen = () => {
  ping();
  setInterval(ping, 25_000);
};
socket.onmessage = ({ data }) => {
  console.log(JSON.parse(data));
};`;
  return html`<pre>${program}</pre>
    <h4>Output</h4>
    ${printed.map((frame) => html`<pre>${JSON.stringify(sampleOf(frame, schemas), null, 2)}</pre>`)}`;
}
