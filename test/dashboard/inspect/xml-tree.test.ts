import { describe, expect, it } from "vitest";
import { allExpanded, visibleRows } from "../../../src/dashboard/inspect/flat-tree.ts";
import { parseXmlTree } from "../../../src/dashboard/inspect/xml-tree.ts";
import { cpuMsOf } from "../../support/cpu-time.ts";

function rowsOf(text: string): string[] {
  const { nodes } = parseXmlTree(text);
  return visibleRows(nodes, allExpanded(nodes)).flatMap((id) => {
    const node = nodes[id];
    if (!node) return [];
    const attributes = node.attributes.map(({ name, value }) => ` ${name}=${value}`).join("");
    return `${" ".repeat(node.depth)}${node.kind} ${node.name}${attributes}${node.text}`;
  });
}

describe("an XML tree", () => {
  it("has elements, attributes, texts and everything between them, in order", () => {
    const text = `\ufeff<?xml version="1.0"?>
      <!DOCTYPE note SYSTEM "note.dtd">
      <!-- a --><n:note xmlns:n='urn:x' empty="">
        <to>you &amp; me</to><br/><![CDATA[<raw> & ]]>
      </n:note>
      <?end?>`;
    expect(parseXmlTree(text).problem).toBeNull();
    expect(rowsOf(text)).toEqual([
      'instruction xmlversion="1.0"',
      'doctype note SYSTEM "note.dtd"',
      "comment  a ",
      "element n:note xmlns:n=urn:x empty=",
      " element to",
      "  text you & me",
      " element br",
      " cdata <raw> & ",
      "instruction end",
    ]);
  });

  it("decodes references, but expands no entity that the document defines", () => {
    const laughs = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
      <a t="&#65;&#x1F600;&quot;&apos;&gt;">&b;&f;&lt;&#0;&#xD800;&nbsp;&</a>`;
    expect(parseXmlTree(laughs).problem).toBeNull();
    expect(rowsOf(laughs).slice(1)).toEqual([
      "element a t=A😀\"'>",
      " text &b;&f;<&#0;&#xD800;&nbsp;&",
    ]);
  });

  it.each([
    ["<a><b></a>", 1, 7, "expected </b>"],
    ["<a>\n <b>", 2, 2, "<b> is never closed"],
    ["</a>", 1, 1, "expected no closing tag"],
    ["<a b=c/>", 1, 1, "malformed"],
    ["<a b='1'c='2'/>", 1, 1, "malformed"],
    ["<a", 1, 1, "malformed"],
    ["<a><!-- b</a>", 1, 4, "unterminated"],
    ["<!DOCTYPE a [ <a/>", 1, 1, "unterminated"],
    ["<1/>", 1, 1, "without a name"],
    ["words<a/>", 1, 1, "outside"],
  ])("tells where the error in %j is", (text, line, column, part) => {
    const { problem } = parseXmlTree(text);
    expect(problem).toMatchObject({ line, column });
    expect(problem?.message).toContain(part);
  });

  it("keeps everything before the error", () => {
    expect(rowsOf("<a><b>1</b><c>")).toEqual(["element a", " element b", "  text 1", " element c"]);
  });

  it("stops at extreme nesting, and limits nodes and attributes", () => {
    expect(parseXmlTree("<a>".repeat(1_000_000)).problem?.message).toContain("1,000 levels");
    const wide = parseXmlTree(`<a>${"<b/>".repeat(20)}</a>`, 10);
    expect(wide).toMatchObject({ isTruncated: true, problem: null });
    expect(wide.nodes).toHaveLength(10);
    expect(parseXmlTree(`<a ${'b="1" '.repeat(20)}/>`, 10)).toMatchObject({
      isTruncated: true,
      nodes: [],
    });
  });

  it("is read quickly even if the text is hostile", async () => {
    const long = 200_000;
    const hostile = [
      `<a${" ".repeat(long)}`,
      `<a ${"b".repeat(long)}`,
      `<a ${'b="'.repeat(long)}`,
      `<a b="${"&".repeat(long)}">`,
      `<!DOCTYPE ${"]".repeat(long)}[${"] ".repeat(long)}`,
      `<!DOCTYPE a [${`]${" ".repeat(1_000)}`.repeat(200)}`,
      `<a>${"<".repeat(long)}`,
      "<!--".repeat(long),
    ];
    const worked = await cpuMsOf(() => {
      for (const text of hostile) expect(parseXmlTree(text).problem).not.toBeNull();
    });
    expect(worked).toBeLessThan(3_000);
  });
});
