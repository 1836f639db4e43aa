import { describe, expect, it } from "vitest";
import { bodyKind } from "../../../src/dashboard/inspect/body-kind.ts";
import { cpuMsOf } from "../../support/cpu-time.ts";

function kindOf(contentType: string | null, body: string | number[]): string {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : Uint8Array.from(body);
  const kind = bodyKind(contentType, bytes);
  return kind.kind === "text" ? kind.language : kind.kind;
}

const latin = (text: string) => [...text].map((one) => one.charCodeAt(0));

describe("the kind of a body", () => {
  it("is omitted if its bytes were not fetched, and empty if there are none", () => {
    expect(bodyKind("application/json", null)).toEqual({ kind: "omitted" });
    expect(bodyKind("application/json", new Uint8Array())).toEqual({ kind: "empty" });
  });

  it.each([
    ["application/json", '{"a":1}', "json"],
    ["application/json; charset=utf-8", "42", "json"],
    ["application/vnd.api+json", "[]", "json"],
    ["application/x-ndjson", '{"a":1}\n{"a":2}\n', "ndjson"],
    ["application/xml", "<a/>", "xml"],
    ["application/atom+xml", "<feed/>", "xml"],
    ["application/x-www-form-urlencoded", "a=1&b=2", "form"],
    ["application/x-www-form-urlencoded", "payload=%7B%22a%22%3A1%7D", "form"],
    ["text/html; charset=utf-8", "<p>hi", "html"],
    ["text/css", "a{}", "css"],
    ["application/javascript", "alert(1)", "javascript"],
    ["application/yaml", "a: 1", "yaml"],
    ["application/graphql", "{ me { id } }", "graphql"],
    ["text/markdown", "# hi", "markdown"],
    ["text/plain", "just words", "plain"],
  ])("follows the content type if the body agrees: %s", (type, body, kind) => {
    expect(kindOf(type, body)).toBe(kind);
  });

  it.each([
    [null, ' {"a": 1}\n', "json"],
    [null, '\ufeff{"a":1}', "json"],
    ["application/x-www-form-urlencoded", '{"a":1}', "json"],
    ["application/x-www-form-urlencoded", "<a>1</a>", "xml"],
    ["application/octet-stream", "[1,2]", "json"],
    ["text/plain", '{"a":1}\n{"b":2}', "ndjson"],
    ["application/json", '{"a":1}\n{"b":2}', "ndjson"],
    ["application/json", "<error>no</error>", "xml"],
    ["application/json", "a=1&b=2", "form"],
    [null, "<!doctype html><p>", "html"],
    [null, '<?xml version="1.0"?><a/>', "xml"],
    [null, "token=x&text=hello+there", "form"],
    ["a lie", "words, only words", "plain"],
  ])("follows the body if content type %s does not help: %j", (type, body, kind) => {
    expect(kindOf(type, body)).toBe(kind);
  });

  it.each([
    ["aGVsbG8=", "plain"],
    ["aGVsbG8gd29ybGQ==", "plain"],
    ["a == b", "plain"],
    ["-- a comment\nSELECT 1", "plain"],
    ["--- \ntitle: yaml", "plain"],
    ["{not json}", "plain"],
    ["1 < 2 > 0", "plain"],
  ])("is plain text if it only resembles another format: %j", (body, kind) => {
    expect(kindOf(null, body)).toBe(kind);
  });

  it("stays JSON if declared JSON is broken, so that the error can be shown", () => {
    expect(kindOf("application/json", '{"a":')).toBe("json");
  });

  it.each([
    ["image/png", latin("\x89PNG\r\n\x1a\n...")],
    ["image/jpeg", [0xff, 0xd8, 0xff, 0xe0]],
    ["image/gif", latin("GIF89a...")],
    ["image/webp", latin("RIFF\x10\0\0\0WEBPVP8 ")],
    ["image/avif", latin("\0\0\0\x1cftypavif\0\0\0\0avifmif1")],
    ["image/avif", latin("\0\0\0\x1cftypmif1\0\0\0\0miafavif")],
  ])("is %s by its first bytes, whatever the content type says", (type, bytes) => {
    for (const said of [type, "text/html", null]) {
      expect(bodyKind(said, Uint8Array.from(bytes))).toEqual({ kind: "image", type });
    }
  });

  it("is no image if it is SVG, or if only the content type says so", () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    expect(kindOf("image/svg+xml", svg)).toBe("xml");
    expect(kindOf("image/png", svg)).toBe("xml");
    expect(kindOf("image/png", "<script>alert(1)</script>")).toBe("xml");
    expect(kindOf("image/avif", latin("\0\0\0\x14ftypmp42\0\0\0\0isom"))).toBe("binary");
  });

  it("is binary if it is not text, whatever the content type says", () => {
    expect(kindOf("application/json", [0xff, 0xfe, 0x00])).toBe("binary");
    expect(kindOf("text/plain", "a\0b")).toBe("binary");
    expect(kindOf(null, [1, 2, 3, 4, 65])).toBe("binary");
    expect(kindOf("application/grpc", [0x0a, 0x03, 0x61, 0x62, 0x63])).toBe("binary");
  });

  it("is decoded in the character set that it was sent in", () => {
    const bytes = Uint8Array.from(latin("caf\xe9"));
    expect(bodyKind("text/plain; charset=iso-8859-1", bytes)).toMatchObject({ text: "café" });
    expect(bodyKind("text/plain; charset=no-such", bytes)).toEqual({ kind: "binary" });
  });

  it("is multipart with the declared boundary, or with the one in the body", () => {
    const body = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n';
    const bytes = new TextEncoder().encode(body);
    for (const type of [
      "multipart/form-data; boundary=x",
      'multipart/form-data; boundary="x"',
      "multipart/form-data; boundary=wrong",
      "multipart/form-data",
      "text/plain",
      null,
    ]) {
      expect(bodyKind(type, bytes)).toEqual({ kind: "multipart", boundary: "x" });
    }
    expect(kindOf("multipart/form-data; boundary=x", "no parts at all")).toBe("plain");
  });

  it("is detected quickly in hostile bodies", async () => {
    const hostile = [
      "{".repeat(1_000_000),
      `[${"[".repeat(1_000_000)}]`,
      `<${"a".repeat(1_000_000)}`,
      "a=".repeat(30_000),
      "\n".repeat(1_000_000),
      "&".repeat(1_000_000),
      `${"{}\n".repeat(300_000)}x`,
    ];
    const worked = await cpuMsOf(() => {
      for (const body of hostile) expect(kindOf(null, body)).toBeTypeOf("string");
      for (const type of [`multipart/a; ${"x=\\".repeat(100_000)}`, ";".repeat(100_000)]) {
        expect(kindOf(type, "a")).toBe("plain");
      }
    });
    expect(worked).toBeLessThan(2_000);
  });
});
