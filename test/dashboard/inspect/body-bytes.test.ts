import { describe, expect, it } from "vitest";
import {
  bodyBytes,
  decodeText,
  fromBase64,
  toBase64,
} from "../../../src/dashboard/inspect/body-bytes.ts";

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe("the bytes of a body", () => {
  it("are those of its text, a byte order mark included", () => {
    const bytes = bodyBytes({ body: "\ufeffé\r\n", bodyEncoding: "utf8" });
    expect([...(bytes ?? [])]).toEqual([0xef, 0xbb, 0xbf, 0xc3, 0xa9, 0x0d, 0x0a]);
  });

  it("are decoded from base64", () => {
    const body = Buffer.from(everyByte).toString("base64");
    expect(bodyBytes({ body, bodyEncoding: "base64" })).toEqual(everyByte);
  });

  it("are null if they were omitted or are not base64", () => {
    expect(bodyBytes({ body: "", bodyEncoding: "omitted" })).toBeNull();
    expect(bodyBytes({ body: "not base64!", bodyEncoding: "base64" })).toBeNull();
  });
});

describe("base64", () => {
  it("is the same as Node's, even over several slices", () => {
    const long = Uint8Array.from({ length: 50_001 }, (_, at) => (at * 7) % 256);
    for (const bytes of [new Uint8Array(), Uint8Array.of(1), everyByte, long]) {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }
  });
});

describe("decoding text", () => {
  it("keeps a byte order mark, and returns null for bytes that are not text", () => {
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
    expect(decodeText(Uint8Array.of(0xff))).toBeNull();
    expect(decodeText(Uint8Array.of(0xe9), "latin1")).toBe("é");
  });
});
