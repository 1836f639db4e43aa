import { sign } from "@octokit/webhooks-methods";
import { describe, expect, it } from "vitest";
import { checkSignature, type SignatureCheck } from "../../../src/dashboard/inspect/signature.ts";
import { adviceFor, diagnose } from "../../../src/dashboard/inspect/signature-diagnosis.ts";

const SECRET = "it's a secret";
const encode = (text: string) => new TextEncoder().encode(text);

async function delivered(signed: string, came: string, secret = SECRET): Promise<SignatureCheck> {
  const headers = { "x-hub-signature-256": await sign(SECRET, signed) };
  return { provider: "github", headers, bytes: encode(came), secret, receivedAt: 0 };
}

describe("the cause of an invalid signature", () => {
  const pretty = '{\n  "a": 1,\n  "b": []\n}';
  it.each([
    ["the secret was copied with white space", "x", "x", `${SECRET}\n`, "white space"],
    ["a line break was added", "x", "x\n", SECRET, "line break was added"],
    ["a line break was lost", "x\n", "x", SECRET, "at the end of the body was lost"],
    ["JSON was indented", '{"a":1,"b":[]}', pretty, SECRET, "compact form"],
    [
      "JSON was indented, with a number that no double holds",
      '{"a":9007199254740993}',
      '{ "a": 9007199254740993 }',
      SECRET,
      "compact form",
    ],
    ["JSON was compacted", pretty, '{"a":1,"b":[]}', SECRET, "indented form"],
  ])("is found if %s", async (_, signed, came, secret, reason) => {
    const check = await delivered(signed, came, secret);
    expect(await checkSignature(check)).toMatchObject({ valid: false });
    expect(await diagnose(check)).toContain(reason);
  });

  it("is not invented if the secret or the body is another one", async () => {
    expect(await diagnose(await delivered("x", "x", "another"))).toBeNull();
    expect(await diagnose(await delivered("x", "y"))).toBeNull();
    expect(
      await diagnose({ ...(await delivered("x", "x", "no")), bytes: new Uint8Array([255]) }),
    ).toBeNull();
  });

  it("gets advice that fits the verdict", async () => {
    const wrong = await checkSignature(await delivered("x", "x", "another"));
    expect(adviceFor(wrong).join()).toMatch(/GitHub has its own.*proxy/);
    const unsigned = await checkSignature({ ...(await delivered("x", "x")), headers: {} });
    expect(adviceFor(unsigned)).toEqual([]);
    const slack = { "x-slack-signature": "v0=0", "x-slack-request-timestamp": "1000" };
    const old = { ...(await delivered("x", "x")), provider: "slack", headers: slack } as const;
    const late = await checkSignature({ ...old, receivedAt: 2_000_000 });
    expect(adviceFor(late).join()).toContain("clock");
  });
});
