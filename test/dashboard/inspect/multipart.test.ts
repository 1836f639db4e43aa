import { describe, expect, it } from "vitest";
import { parseMultipart } from "../../../src/dashboard/inspect/multipart.ts";
import { cpuMsOf } from "../../support/cpu-time.ts";

function parse(body: string, boundary = "x") {
  return parseMultipart(new TextEncoder().encode(body), boundary);
}

describe("a multipart body", () => {
  it("is split into the parts that a browser's FormData was made of", async () => {
    const file = Uint8Array.from({ length: 300 }, (_, at) => at % 256);
    const form = new FormData();
    form.append("text", "línea 1\r\n--not the boundary\r\n");
    form.append('na"me', "1");
    form.append("file", new Blob([file], { type: "application/x-thing" }), 'a "b".bin');
    form.append("empty", "");
    const request = new Request("http://a.test", { method: "POST", body: form });
    const boundary = /boundary=(.*)$/.exec(request.headers.get("content-type") ?? "")?.[1] ?? "";
    const { parts, problem } = parseMultipart(
      new Uint8Array(await request.arrayBuffer()),
      boundary,
    );
    expect(problem).toBeNull();
    expect(
      parts.map(({ name, fileName, contentType, text }) => [name, fileName, contentType, text]),
    ).toEqual([
      ["text", null, null, "línea 1\r\n--not the boundary\r\n"],
      ['na"me', null, null, "1"],
      ["file", 'a "b".bin', "application/x-thing", null],
      ["empty", null, null, ""],
    ]);
    expect([...(parts[2]?.bytes ?? [])]).toEqual([...file]);
  });

  it("ignores a preamble, an epilogue and white space after boundaries", () => {
    const { parts, problem } = parse(
      "pre\r\n--x \t\r\nA: 1\r\n\r\none\r\n--x--\r\nepilogue\r\n--x\r\n",
    );
    expect(problem).toBeNull();
    expect(parts).toMatchObject([{ headers: [["A", "1"]], text: "one" }]);
  });

  it("has no boundary inside a line, or at the beginning of a longer text", () => {
    expect(parse("--x\r\n\r\na --x\r\n--xy\r\n--x--").parts).toMatchObject([
      { text: "a --x\r\n--xy" },
    ]);
  });

  it("can have lone line feeds", () => {
    const { parts } = parse("--x\nContent-Disposition: form-data; name=a\n\n1\n--x\n\n2\n--x--\n");
    expect(parts).toMatchObject([
      { name: "a", text: "1" },
      { name: null, text: "2" },
    ]);
  });

  it("tells what is wrong with it, and still has its parts", () => {
    expect(parse("nothing")).toEqual({
      parts: [],
      problem: "The boundary does not occur in the body.",
    });
    const open = parse("--x\r\n\r\none");
    expect(open.parts).toMatchObject([{ text: "one" }]);
    expect(open.problem).toContain("closing boundary");
    expect(parse("--x\r\nno header\r\n\r\none\r\n--x--").parts).toMatchObject([
      { headers: [], text: "no header\r\n\r\none" },
    ]);
  });

  it("takes any file name as text, including hostile ones", () => {
    const named = (value: string) =>
      parse(`--x\r\nContent-Disposition: form-data; name="f"; ${value}\r\n\r\n1\r\n--x--`).parts[0]
        ?.fileName;
    expect(named("filename*=UTF-8''na%C3%AFve.txt; filename=\"other\"")).toBe("naïve.txt");
    expect(named("filename*=UTF-8''%FF")).toBe("%FF");
    expect(named('filename="../../etc/passwd"')).toBe("../../etc/passwd");
    expect(named('filename="a%22b%0D%0A%41"')).toBe('a"b\r\n%41');
    expect(named(String.raw`filename="a\"b;c"`)).toBe('a"b;c');
    expect(named('filename="open')).toBe("open");
    expect(named("filename=")).toBe("");
    expect(named("FILENAME=up")).toBe("up");
  });

  it("has 1,000 parts at most, and tells that there are more", () => {
    const { parts, problem } = parse(`${"--x\r\n\r\n1\r\n".repeat(1_001)}--x--`);
    expect(parts).toHaveLength(1_000);
    expect(problem).toContain("1,000");
    expect(parse(`${"--x\r\n\r\n1\r\n".repeat(1_000)}--x--`).problem).toBeNull();
  });

  it("is read quickly even if it is hostile", async () => {
    const worked = await cpuMsOf(() => {
      const long = "-".repeat(70);
      parse(`--${long}\r\n`.repeat(50_000), `${long}x`);
      parse("\n-".repeat(2_000_000), "-".repeat(70));
      parse(`--x\r\n${"a:\n".repeat(1_000_000)}`);
      parse(`--x\r\nContent-Disposition: a${"; b".repeat(3_000)}\r\n\r\n`.repeat(500));
    });
    expect(worked).toBeLessThan(5_000);
  });
});
