import { createClient } from "../../../src/client/index.ts";

/*
 * A program that listens with the client library and prints the number of each request that it is
 * handed, and each state that it enters: what a test kills, freezes and cuts off.
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
