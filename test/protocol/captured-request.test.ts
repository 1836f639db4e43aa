import { describe, expect, it } from "vitest";
import {
  capturedRequest,
  toCapturedRequest,
  type Pairs,
  type StoredRequest,
} from "../../src/protocol/captured-request.ts";

const ENDPOINT = "28e4cb81-72f9-8850-91cf-83ffca6a5de8";

function shape(parts: Partial<StoredRequest>, headers: Pairs = []) {
  const body = parts.body === undefined ? new Uint8Array() : parts.body;
  const stored: StoredRequest = {
    id: "00000001-28e4-8673-86a7-0a6d656d4e38",
    seq: 1,
    createdAt: 0,
    method: "POST",
    path: `/h/${ENDPOINT}`,
    rawQuery: "",
    headersJson: JSON.stringify(headers),
    ip: null,
    size: body?.length ?? 0,
    ...parts,
    body,
  };
  const shaped = toCapturedRequest(stored, ENDPOINT, "https://hooks.test");
  capturedRequest.parse(shaped);
  return shaped;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, value) => value);

describe("a body", () => {
  it("in UTF-8 is text, including its byte order mark and NUL", () => {
    const text = "\uFEFFgrüße\u0000\n";
    expect(shape({ body: bytes(text) })).toMatchObject({ body: text, bodyEncoding: "utf8" });
  });

  it("that is not UTF-8 is the base64 of its exact bytes", () => {
    const { body, bodyEncoding } = shape({ body: ALL_BYTES });
    expect(bodyEncoding).toBe("base64");
    expect(Uint8Array.from(atob(body), (char) => char.charCodeAt(0))).toEqual(ALL_BYTES);
  });

  it("that is omitted has a URL with its bytes", () => {
    expect(shape({ body: null, size: 2_000_000 })).toMatchObject({
      body: "",
      bodyEncoding: "omitted",
      bodyUrl: "https://hooks.test/api/requests/00000001-28e4-8673-86a7-0a6d656d4e38/body",
      size: 2_000_000,
    });
  });
});

describe("headers and query", () => {
  it("keep the last value of a repeated name, and the raw query unchanged", () => {
    const shaped = shape({ rawQuery: "a=1&a=2&b=%20x&c" });
    expect(shaped.query).toEqual({ a: "2", b: " x", c: "" });
    expect(shaped.rawQuery).toBe("a=1&a=2&b=%20x&c");
  });

  it("omit from `headers` the ones that break forwarding, and keep them in `rawHeaders`", () => {
    const headers: Pairs = [
      ["expect", "100-continue"],
      ["keep-alive", "timeout=5"],
      ["transfer-encoding", "chunked"],
      ["upgrade", "h2c"],
      ["content-type", "text/plain"],
      ["user-agent", "test"],
    ];
    const shaped = shape({}, headers);
    expect(shaped.headers).toEqual({ "content-type": "text/plain", "user-agent": "test" });
    expect(shaped.rawHeaders).toEqual(headers);
    expect(shaped).toMatchObject({ contentType: "text/plain", userAgent: "test" });
  });

  it("treat names that are special in JavaScript like any other", () => {
    const { query } = shape({ rawQuery: "__proto__=1&constructor=2" });
    expect(JSON.stringify(query)).toBe('{"__proto__":"1","constructor":"2"}');
  });
});
