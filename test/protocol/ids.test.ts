import { describe, expect, it } from "vitest";
import { endpointHint, isUuid, mintRequestId, seqHint } from "../../src/protocol/ids.ts";

const ENDPOINT = "28e4cb81-72f9-8850-91cf-83ffca6a5de8";
const SECOND_TURN = 2 ** 32;

describe("a request id", () => {
  it("is a UUID of version 8 that says its number and its endpoint", () => {
    const id = mintRequestId(77, ENDPOINT, crypto.randomUUID());
    expect(isUuid(id)).toBe(true);
    expect(id.slice(0, 15)).toBe("0000004d-28e4-8");
    expect(endpointHint(id)).toBe(ENDPOINT.slice(0, 4));
    expect(seqHint(id, 1_000)).toBe(77);
  });

  it.each([SECOND_TURN - 1, SECOND_TURN, SECOND_TURN + 1, 3 * SECOND_TURN + 5])(
    "finds number %i among a few more than that",
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
