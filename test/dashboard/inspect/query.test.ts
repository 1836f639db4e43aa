import { describe, expect, it } from "vitest";
import { parseForm } from "../../../src/dashboard/inspect/form.ts";
import { parseQuery } from "../../../src/dashboard/inspect/query.ts";
import { cpuMsOf } from "../../support/cpu-time.ts";

const valuesOf = (text: string) => parseQuery(text).pairs.map(({ name, value }) => [name, value]);

describe("a query", () => {
  it("has its pairs in order, including repeated and empty names", () => {
    expect(valuesOf("a=1&b=&a=2&c&=x&&a=b=c")).toEqual([
      ["a", "1"],
      ["b", ""],
      ["a", "2"],
      ["c", ""],
      ["", "x"],
      ["a", "b=c"],
    ]);
    expect(parseQuery("")).toEqual({ pairs: [], total: 0 });
  });

  it("is decoded like URLSearchParams, if that loses nothing", () => {
    for (const text of [
      "a+b=c%20d",
      "%E2%82%AC=%F0%9F%98%80",
      "a%26=%3D",
      "x=%",
      "x=%zz",
      "x=100%",
    ]) {
      expect(valuesOf(text)).toEqual([...new URLSearchParams(text)]);
    }
  });

  it("keeps escapes that are not UTF-8 as sent, and decodes the others", () => {
    const { pairs } = parseQuery("a=%E2%82%AC%FF%41%C3&b=%2");
    expect(pairs).toEqual([
      { name: "a", value: "€%FFA%C3", raw: "a=%E2%82%AC%FF%41%C3", isDecoded: false },
      { name: "b", value: "%2", raw: "b=%2", isDecoded: false },
    ]);
  });

  it("has 5,000 pairs at most, and counts them all", () => {
    const { pairs, total } = parseQuery("a&".repeat(1_000_000));
    expect(pairs).toHaveLength(5_000);
    expect(total).toBe(1_000_000);
  });

  it("decodes every character, but no malformed sequence", () => {
    for (let code = 0; code <= 0x10ffff; code += code < 0x900 ? 1 : 0x7d) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      const escapes = [...new TextEncoder().encode(character)]
        .map((byte) => `%${byte.toString(16).padStart(2, "0")}`)
        .join("");
      if (parseQuery(`a=${escapes}`).pairs[0]?.value !== character) expect.fail(escapes);
    }
    for (const wrong of [
      "%C0%80",
      "%E0%80%80",
      "%ED%A0%80",
      "%F0%80%80%80",
      "%F4%90%80%80",
      "%80",
    ]) {
      expect(parseQuery(`a=${wrong}`).pairs[0]).toMatchObject({ value: wrong, isDecoded: false });
    }
  });

  it("is decoded quickly even if it is hostile", async () => {
    const worked = await cpuMsOf(() => {
      for (const wrong of ["%FF", "%FFx", "%ED%A0%80", "%E0%80", "%"]) {
        expect(parseQuery(`a=${wrong.repeat(200_000)}`).pairs[0]?.isDecoded).toBe(false);
      }
    });
    expect(worked).toBeLessThan(4_000);
  });
});

describe("a form", () => {
  it("tells which of its values are JSON", () => {
    const { fields, total } = parseForm("payload=%7B%22a%22%3A1%7D&b=1\r\n");
    expect(fields).toMatchObject([
      { name: "payload", value: '{"a":1}', isJson: true },
      { name: "b", value: "1", isJson: false },
    ]);
    expect(total).toBe(2);
  });
});
