import { describe, expect, it, vi } from "vitest";
import type { StoredRequest } from "../../../../src/protocol/captured-request.ts";
import { MAX_FRAME_BYTES, MIN_FRAME_BYTES } from "../../../../src/protocol/frame-limits.ts";
import { encodeNewRequest } from "../../../../src/protocol/frames.ts";
import { RequestFrames } from "../../../../src/worker/hub/listeners/request-frames.ts";

const encoder = new TextEncoder();
const ORIGIN = "https://hooks.test";
const KIB = 1024;

function stored(more: Partial<StoredRequest> & { text?: string }): StoredRequest {
  const body = encoder.encode(more.text ?? "hello");
  return {
    id: crypto.randomUUID(),
    seq: 1,
    createdAt: 0,
    method: "POST",
    path: "/h/1",
    rawQuery: "",
    headersJson: "[]",
    ip: null,
    size: body.length,
    body,
    ...more,
  };
}

function framesOf(request: StoredRequest, encode = encodeNewRequest) {
  const frames = new RequestFrames(request, "1", encode);
  return (maxBytes: number, origin = ORIGIN, isBodyOmitted = false) =>
    frames.frameFor({ maxBytes, origin }, isBodyOmitted);
}

function payloadOf(text: string): Record<string, unknown> {
  return (JSON.parse(text) as { payload: Record<string, unknown> }).payload;
}

describe("the frames of a request", () => {
  it.each([
    ["ASCII", "x"],
    ["quotes, which JSON escapes", '"'],
    ["characters of three bytes", "語"],
  ])("with a body of %s: one of exactly the limit is whole, one byte more is not", (_, unit) => {
    const whole = framesOf(stored({ text: unit.repeat(20 * KIB) }))(MAX_FRAME_BYTES);
    const size = encoder.encode(whole.text).length;
    expect(whole.bytes).toBe(size);
    const again = framesOf(stored({ text: unit.repeat(20 * KIB) }));
    expect(payloadOf(again(size).text)).toMatchObject({ bodyEncoding: "utf8" });
    const one = again(size - 1);
    expect(payloadOf(one.text)).toMatchObject({ body: "", bodyEncoding: "omitted" });
    expect(encoder.encode(one.text).length).toBeLessThan(size);
  });

  it("are encoded once for all listeners that get the same one", () => {
    const encode = vi.fn<typeof encodeNewRequest>(encodeNewRequest);
    const small = framesOf(stored({}), encode);
    for (const limit of [MIN_FRAME_BYTES, 1_000_000, MAX_FRAME_BYTES]) {
      for (let n = 0; n < 3; n++) small(limit, `https://${n}.test`);
    }
    expect(encode).toHaveBeenCalledTimes(1);
    encode.mockClear();
    const large = framesOf(stored({ text: "x".repeat(40 * KIB) }), encode);
    for (let n = 0; n < 3; n++)
      for (const limit of [MIN_FRAME_BYTES, MAX_FRAME_BYTES]) large(limit);
    expect(encode).toHaveBeenCalledTimes(2);
  });

  it("have URLs at the origin that their listener connected to", () => {
    const frameFor = framesOf(stored({ body: null, size: 2 * KIB * KIB }));
    for (const origin of [ORIGIN, "http://127.0.0.1:8787"]) {
      const { bodyUrl } = payloadOf(frameFor(1_000_000, origin).text);
      expect(String(bodyUrl)).toMatch(new RegExp(`^${origin}/api/requests/.*/body$`));
    }
  });

  it("keep an empty body, which is shorter than the note that it is omitted", () => {
    const frameFor = framesOf(stored({ text: "" }));
    const { body, bodyEncoding } = payloadOf(frameFor(1_000_000, ORIGIN, true).text);
    expect([body, bodyEncoding]).toEqual(["", "utf8"]);
  });

  it("fit into the smallest limit, however large the fields of the head are", () => {
    const huge = "é".repeat(128 * KIB);
    const headersJson = JSON.stringify([
      ["content-type", huge],
      ["user-agent", huge],
    ]);
    const request = stored({ path: huge, rawQuery: huge, headersJson, text: huge });
    const { text } = framesOf(request)(MIN_FRAME_BYTES);
    expect(encoder.encode(text).length).toBeLessThanOrEqual(MIN_FRAME_BYTES);
    const cut = "é".repeat(512);
    expect(payloadOf(text)).toMatchObject({
      headOmitted: true,
      rawHeaders: [],
      headers: {},
      query: {},
      rawQuery: "",
      path: cut,
      userAgent: cut,
      contentType: cut,
      bodyEncoding: "omitted",
      size: encoder.encode(huge).length,
    });
  });

  it("never cut a character in two", () => {
    const request = stored({ path: `x${"語".repeat(128 * KIB)}` });
    const { path } = payloadOf(framesOf(request)(MIN_FRAME_BYTES).text);
    expect(path).toBe(`x${"語".repeat(341)}`);
  });
});
