import { packRequests, unpackReply } from "../../../src/worker/hub/contract/packing.ts";
import type { IncomingRequest } from "../../../src/worker/hub/contract/requests.ts";
import type { CaptureResult } from "../../../src/worker/hub/contract/results.ts";
import { hubOf } from "./world.ts";

/** A webhook as a worker sends it to the hub of this endpoint. */
export function webhookTo(id: string, bodyBytes = 0): IncomingRequest {
  return {
    nonce: crypto.randomUUID(),
    method: "POST",
    path: `/h/${id}`,
    rawQuery: "",
    headersJson: "[]",
    ip: null,
    body: new Uint8Array(bodyBytes),
  };
}

export function webhooksTo(id: string, count: number): IncomingRequest[] {
  return Array.from({ length: count }, () => webhookTo(id));
}

/** Sends webhooks to their hub in one call, as a worker does. */
export async function captureTogether(
  id: string,
  requests: readonly IncomingRequest[],
): Promise<CaptureResult[]> {
  const { heads, bodies } = packRequests(requests);
  return unpackReply(await hubOf(id).captureOnce(heads, bodies)).results;
}
