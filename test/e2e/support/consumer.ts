import { createClient } from "../../../src/client/index.ts";

/*
 * A program that listens with the client library and prints the number of each request and each
 * state change. Tests kill, freeze and disconnect it.
 *
 *   URL  ENDPOINT_ID  KEY  SINCE
 */
const { URL: url = "", ENDPOINT_ID: endpointId = "", KEY: token, SINCE = "0" } = process.env;

const client = createClient({ url, token });
const listening = client.listen(endpointId, {
  since: Number(SINCE),
  onState: ({ is }) => process.stdout.write(`${is}\n`),
});
for await (const { seq } of listening) process.stdout.write(`#${seq}\n`);
