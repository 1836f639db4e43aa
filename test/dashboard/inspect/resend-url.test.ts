import { describe, expect, it } from "vitest";
import { parseResendBase, resendUrl } from "../../../src/dashboard/inspect/resend-url.ts";

describe("the target for resending a request", () => {
  it.each([
    ["3000", "http://localhost:3000/"],
    ["localhost:8080/hooks", "http://localhost:8080/hooks"],
    [" https://dev.example/a?b=1 ", "https://dev.example/a?b=1"],
    ["127.0.0.1", "http://127.0.0.1/"],
  ])("accepts %s", (text, address) => {
    expect(parseResendBase(text)?.href).toBe(address);
  });

  it.each(["", "  ", "javascript://x/%0aalert(1)", "file:///etc/passwd", "http://", "a b"])(
    "rejects %j",
    (text) => {
      expect(parseResendBase(text)).toBeNull();
    },
  );

  it.each([
    ["3000", "", "", "http://localhost:3000/"],
    [
      "3000",
      "/orders/../%2e/[1]",
      "a=%zz&a=2",
      "http://localhost:3000/orders/../%2e/[1]?a=%zz&a=2",
    ],
    ["localhost:1/in/", "/x", "", "http://localhost:1/in/x"],
    ["localhost:1/in?k=1", "/x", "a=2", "http://localhost:1/in/x?k=1&a=2"],
    ["user:secret@localhost:1", "/x", "", "http://localhost:1/x"],
  ])("joins %s and %s as text", (base, rest, rawQuery, address) => {
    const url = parseResendBase(base);
    const request = { path: `/h/id${rest}`, rawQuery, endpointId: "id" };
    expect(url && resendUrl(url, request)).toBe(address);
  });
});
