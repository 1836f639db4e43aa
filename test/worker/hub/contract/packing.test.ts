import { describe, expect, it } from "vitest";
import type { IncomingRequest } from "../../../../src/worker/hub/contract/requests.ts";
import type { CaptureResult } from "../../../../src/worker/hub/contract/results.ts";
import {
  packReply,
  packReplyV1,
  packRequests,
  packRequestsV1,
  unpackReply,
  unpackReplyV1,
  unpackRequests,
  unpackRequestsV1,
} from "../../../../src/worker/hub/contract/packing.ts";

const NONCE = "11111111-2222-4333-8444-555555555555";
const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, at) => at);

/** Requests that are hard to encode: no IP, nothing at all, any byte, line breaks everywhere. */
const REQUESTS: IncomingRequest[] = [
  {
    nonce: NONCE,
    method: "POST",
    path: "/h/a/%0A/é",
    rawQuery: "a=%0A&b=\\n",
    headersJson: JSON.stringify([["x-lines", 'one\ntwo\r\n"three" \u2028 ÿ 😀']]),
    ip: null,
    body: EVERY_BYTE,
  },
  {
    nonce: NONCE,
    method: "GET",
    path: "/",
    rawQuery: "",
    headersJson: "[]",
    ip: "::1",
    body: new Uint8Array(),
  },
  {
    nonce: NONCE,
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

  it("has the same requests in version 1, with new nonces", () => {
    const unpacked = unpackRequestsV1(packRequestsV1(REQUESTS));
    expect(unpacked.map((request) => ({ ...request, nonce: NONCE }))).toEqual(REQUESTS);
    expect(new Set(unpacked.map(({ nonce }) => nonce)).size).toBe(REQUESTS.length);
  });

  it("is refused in any other version, before it is read", () => {
    const { heads, bodies } = packRequests(REQUESTS);
    for (const version of ["1", "3", "", "POST"]) {
      const other = { heads: heads.replace("2", version), bodies };
      expect(() => unpackRequests(other)).toThrow("This hub speaks the versions 1 and 2");
    }
    expect(() => unpackRequests(packRequestsV1(REQUESTS))).toThrow("This hub speaks");
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
    expect(unpackReply(packReply({ results, wantsSettings: true }))).toEqual({
      results,
      wantsSettings: true,
    });
    expect(unpackReplyV1(packReplyV1({ results, wantsSettings: true }))).toEqual({ results });
  });
});
