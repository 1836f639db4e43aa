import { afterEach, describe, expect, it, vi } from "vitest";
import type { SignatureVerdict } from "../../src/protocol/signature.ts";
import {
  SIGNATURE_VECTORS,
  STRIPE_MAC,
  type SignatureVector,
} from "../support/signature-vectors.ts";
import { call, json } from "./support/world.ts";

const TIMED = SIGNATURE_VECTORS.filter(({ at }) => at > 0);

afterEach(() => void vi.useRealTimers());

async function verify({ at, ...body }: SignatureVector): Promise<SignatureVerdict> {
  vi.useFakeTimers({ toFake: ["Date"], now: at * 1_000 });
  return json(await call("/api/verify-signature", { method: "POST", body: JSON.stringify(body) }));
}

function named(provider: string): SignatureVector {
  const vector = SIGNATURE_VECTORS.find((one) => one.provider === provider);
  if (!vector) throw new Error(`There is no vector for ${provider}.`);
  return vector;
}

describe.each(SIGNATURE_VECTORS)("a signature of $provider", (vector) => {
  it("is valid", async () => {
    const { signature } = vector;
    expect(await verify(vector)).toEqual({ valid: true, expected: signature, actual: signature });
  });

  it("is invalid for another payload, secret or signature", async () => {
    const changes = [
      { payload: `${vector.payload} ` },
      { secret: vector.secret.replace(/.$/, "x") },
      {
        signature: vector.signature.replace(
          /(.)(=?)$/,
          (_, last, pad) => (last === "0" ? "1" : "0") + pad,
        ),
      },
    ];
    for (const change of changes) {
      const { valid, details } = await verify({ ...vector, ...change });
      expect(valid).toBe(false);
      expect(details).toBeTruthy();
    }
  });
});

describe.each(TIMED)("a delivery of $provider", (vector) => {
  it.each([300, -300])("is valid %i s away from its timestamp", async (seconds) => {
    expect((await verify({ ...vector, at: vector.at + seconds })).valid).toBe(true);
  });

  it.each([301, -301])("is refused %i s away from its timestamp", async (seconds) => {
    const verdict = await verify({ ...vector, at: vector.at + seconds });
    expect(verdict.valid).toBe(false);
    expect(verdict.details).toContain("300 s are tolerated");
  });
});

describe("verifying a signature", () => {
  it("accepts any of several signatures, as providers send them during a secret's rotation", async () => {
    const stripe = named("stripe");
    const other = STRIPE_MAC.replaceAll("8", "9");
    const both = `t=1492774577,v1=${other},v1=${STRIPE_MAC},v0=x`;
    expect((await verify({ ...stripe, signature: both })).valid).toBe(true);
    const standard = named("standard-webhooks");
    const list = `v1,AAAA ${standard.signature}`;
    expect((await verify({ ...standard, signature: list })).valid).toBe(true);
  });

  it("says what is missing", async () => {
    const cases: [SignatureVector, string][] = [
      [{ ...named("stripe"), signature: STRIPE_MAC }, "t=…"],
      [{ ...named("standard-webhooks"), secret: "not base64!" }, "whsec_"],
      [{ ...named("stripe"), signature: `t=soon,v1=${STRIPE_MAC}` }, "not a number"],
    ];
    const { timestamp: _slack, ...slack } = named("slack");
    const { id: _id, ...standard } = named("standard-webhooks");
    for (const [vector, part] of [...cases, [slack, "timestamp"], [standard, "id"]] as const) {
      const verdict = await verify(vector);
      expect(verdict.valid).toBe(false);
      expect(verdict.details).toContain(part);
    }
  });

  it("accepts a number as the timestamp, and refuses invalid fields", async () => {
    const { at: _at, ...slack } = named("slack");
    vi.useFakeTimers({ toFake: ["Date"], now: 1_531_420_618_000 });
    const post = (body: unknown) =>
      call("/api/verify-signature", { method: "POST", body: JSON.stringify(body) });
    expect(await json(await post({ ...slack, timestamp: 1_531_420_618 }))).toMatchObject({
      valid: true,
    });
    for (const body of [
      { ...slack, provider: "paypal" },
      { ...slack, extra: 1 },
      {},
      { ...slack, payload: 5 },
    ]) {
      expect(await json(await post(body), 400)).toMatchObject({ code: "invalid_field" });
    }
  });
});
