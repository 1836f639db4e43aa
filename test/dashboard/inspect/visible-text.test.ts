import { expect, it } from "vitest";
import { visibleText } from "../../../src/dashboard/inspect/visible-text.ts";

it("escapes characters that change direction, are invisible or control a terminal, and no others", () => {
  expect(visibleText("a\u202eb\u200bc\u0000\u001b[31m\u009b\ufeff\u2066")).toBe(
    String.raw`a\u202eb\u200bc\u0000\u001b[31m\u009b\ufeff\u2066`,
  );
  const plain = "línea\t1\r\n漢字 👩‍👩‍👧 <b>&amp;</b> עברית";
  expect(visibleText(plain)).toBe(plain);
});
