import { describe, expect, it } from "vitest";
import { endpointHint, isUuid, mintRequestId, seqHint } from "../../src/protocol/ids.ts";

const ENDPOINT = "28e4cb81-72f9-8850-91cf-83ffca6a5de8";
/** The sequence number at which the first group of the id wraps around. */
const WRAP = 2 ** 32;

describe("a request id", () => {
  it("is a version 8 UUID that contains its number and a part of its endpoint's id", () => {
    const id = mintRequestId(77, ENDPOINT, crypto.randomUUID());
    expect(isUuid(id)).toBe(true);
    expect(id.slice(0, 15)).toBe("0000004d-28e4-8");
    expect(endpointHint(id)).toBe(ENDPOINT.slice(0, 4));
    expect(seqHint(id, 1_000)).toBe(77);
  });

  it.each([WRAP - 1, WRAP, WRAP + 1, 3 * WRAP + 5])(
    "leads to number %i, even if there are more requests",
    (seq) => {
      const id = mintRequestId(seq, ENDPOINT, crypto.randomUUID());
      expect(seqHint(id, seq)).toBe(seq);
      expect(seqHint(id, seq + 1_000)).toBe(seq);
    },
  );
});

describe("isUuid", () => {
  it.each(["", "x", ENDPOINT.toUpperCase(), `${ENDPOINT}0`, ENDPOINT.replaceAll("-", "")])(
    "refuses %j",
    (text) => expect(isUuid(text)).toBe(false),
  );
});
