import { describe, expect, it } from "vitest";
import type { IncomingRequest } from "../../../../src/worker/hub/contract/requests.ts";
import type { CaptureResult } from "../../../../src/worker/hub/contract/results.ts";
import {
  packRequests,
  packResults,
  unpackRequests,
  unpackResults,
} from "../../../../src/worker/hub/contract/packing.ts";

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, at) => at);

/** Requests that are hard to encode: no IP, nothing at all, any byte, line breaks everywhere. */
const REQUESTS: IncomingRequest[] = [
  {
    method: "POST",
    path: "/h/a/%0A/é",
    rawQuery: "a=%0A&b=\\n",
    headersJson: JSON.stringify([["x-lines", 'one\ntwo\r\n"three" \u2028 ÿ 😀']]),
    ip: null,
    body: EVERY_BYTE,
  },
  { method: "GET", path: "/", rawQuery: "", headersJson: "[]", ip: "::1", body: new Uint8Array() },
  {
    method: "M-SEARCH",
    path: "/h/b",
    rawQuery: "",
    headersJson: "[]",
    ip: "192.0.2.1",
    body: EVERY_BYTE.toReversed(),
  },
];

describe("a call to a hub", () => {
  it("carries one or more requests unchanged", () => {
    expect(unpackRequests(packRequests(REQUESTS))).toEqual(REQUESTS);
    for (const one of REQUESTS) expect(unpackRequests(packRequests([one]))).toEqual([one]);
  });

  it("does not copy a body that is alone", () => {
    const [one] = REQUESTS;
    expect(one && packRequests([one]).bodies).toBe(one?.body);
  });

  it("returns the result of each request", () => {
    const results: CaptureResult[] = [
      { ok: true, id: "a", timestamp: 1, answer: { response: null, handshakes: ["slack"] } },
      { ok: false, reason: "daily_limit", limit: 100, resetAt: 2 },
    ];
    expect(unpackResults(packResults(results))).toEqual(results);
  });
});
