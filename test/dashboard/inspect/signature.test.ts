import { describe, expect, it } from "vitest";
import { checkSignature, type SignatureCheck } from "../../../src/dashboard/inspect/signature.ts";
import { detectProvider, signedHeaders } from "../../../src/dashboard/inspect/signature-headers.ts";
import type { SignatureProvider } from "../../../src/protocol/signature.ts";
import {
  SIGNATURE_VECTORS,
  STRIPE_MAC,
  type SignatureVector,
} from "../../support/signature-vectors.ts";

/** The headers in which each provider sends its signature, timestamp and id. */
const HEADERS: Record<SignatureProvider, [signature: string, timestamp?: string, id?: string]> = {
  github: ["x-hub-signature-256"],
  stripe: ["stripe-signature"],
  shopify: ["x-shopify-hmac-sha256"],
  slack: ["x-slack-signature", "x-slack-request-timestamp"],
  "standard-webhooks": ["webhook-signature", "webhook-timestamp", "webhook-id"],
};

function headersOf({ provider, signature, timestamp, id }: SignatureVector) {
  const [signatureName, timestampName, idName] = HEADERS[provider];
  return {
    "content-type": "application/json",
    [signatureName]: signature,
    ...(timestampName && timestamp !== undefined ? { [timestampName]: timestamp } : {}),
    ...(idName && id !== undefined ? { [idName]: id } : {}),
  };
}

function checkOf(vector: SignatureVector): SignatureCheck {
  return {
    provider: vector.provider,
    headers: headersOf(vector),
    bytes: new TextEncoder().encode(vector.payload),
    secret: vector.secret,
    receivedAt: vector.at * 1_000,
  };
}

function named(provider: SignatureProvider): SignatureVector {
  const vector = SIGNATURE_VECTORS.find((one) => one.provider === provider);
  if (!vector) throw new Error(`There is no vector of ${provider}.`);
  return vector;
}

describe.each(SIGNATURE_VECTORS)("a captured delivery of $provider", (vector) => {
  const { provider, signature } = vector;

  it("is verified as the server does it, and its provider is detected by its headers", async () => {
    expect(detectProvider(headersOf(vector))).toBe(provider);
    const verdict = { provider, valid: true, expected: signature, actual: signature };
    expect(await checkSignature(checkOf(vector))).toEqual(verdict);
  });

  it("fails for another body, secret or signature, and tells why", async () => {
    const changed = signature.replace(
      /(.)(=?)$/,
      (_, last, pad) => (last === "0" ? "1" : "0") + pad,
    );
    for (const change of [
      { payload: `${vector.payload} ` },
      { payload: "" },
      { secret: vector.secret.replace(/.$/, "x") },
      { secret: "" },
      { signature: changed },
      { signature: "" },
    ]) {
      const verdict = await checkSignature(checkOf({ ...vector, ...change }));
      expect(verdict.valid).toBe(false);
      expect(verdict.details).toBeTruthy();
    }
  });

  it.each([300, -300])(
    "is valid if it arrived %i s from its timestamp, whenever that was",
    async (apart) => {
      const check = checkOf({ ...vector, at: vector.at + apart });
      expect((await checkSignature(check)).valid).toBe(true);
    },
  );
});

describe.each(SIGNATURE_VECTORS.filter(({ at }) => at > 0))(
  "a timed delivery of $provider",
  (vector) => {
    it.each([301, -301])("is refused if it arrived %i s from its timestamp", async (apart) => {
      const verdict = await checkSignature(checkOf({ ...vector, at: vector.at + apart }));
      expect(verdict).toMatchObject({ valid: false, expected: vector.signature });
      expect(verdict.details).toContain("tolerance is 300 s");
    });
  },
);

describe("checking a signature", () => {
  it("works on bytes, whether or not they are text", async () => {
    const bytes = Uint8Array.of(0xff, 0x00, 0xfe);
    const key = await crypto.subtle.importKey(
      "raw",
      new TextEncoder().encode("s"),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    const mac = Buffer.from(await crypto.subtle.sign("HMAC", key, bytes)).toString("hex");
    const headers = { "x-hub-signature-256": `sha256=${mac}` };
    const check = { provider: "github", headers, bytes, secret: "s", receivedAt: 0 } as const;
    expect((await checkSignature(check)).valid).toBe(true);
  });

  it("accepts any of several signatures, as providers send them while a secret is rotated", async () => {
    const other = STRIPE_MAC.replaceAll("8", "9");
    const both = `t=1492774577,v1=${other},v1=${STRIPE_MAC},v0=x`;
    const stripe = checkOf({ ...named("stripe"), signature: both });
    expect((await checkSignature(stripe)).valid).toBe(true);
    const standard = named("standard-webhooks");
    const list = checkOf({ ...standard, signature: `v1,AAAA ${standard.signature}` });
    expect((await checkSignature(list)).valid).toBe(true);
  });

  it("accepts Svix's header names for Standard Webhooks", async () => {
    const { signature, timestamp = "", id = "", ...rest } = named("standard-webhooks");
    const headers = { "svix-signature": signature, "svix-timestamp": timestamp, "svix-id": id };
    const check = { ...checkOf({ ...rest, signature }), headers };
    expect(detectProvider(headers)).toBe("standard-webhooks");
    expect((await checkSignature(check)).valid).toBe(true);
  });

  it("tells what is missing", async () => {
    const { timestamp: _slack, ...slack } = named("slack");
    const { id: _id, ...standard } = named("standard-webhooks");
    const cases: [SignatureVector, string][] = [
      [{ ...named("stripe"), signature: STRIPE_MAC }, "t=…"],
      [{ ...named("stripe"), signature: `t=soon,v1=${STRIPE_MAC}` }, "not a number"],
      [{ ...named("standard-webhooks"), secret: "not base64!" }, "whsec_"],
      [slack, "timestamp"],
      [standard, "id"],
    ];
    for (const [vector, part] of cases) {
      const verdict = await checkSignature(checkOf(vector));
      expect(verdict.valid).toBe(false);
      expect(verdict.details).toContain(part);
    }
  });

  it("does not take built-in properties of an object for headers", () => {
    expect(detectProvider({})).toBeNull();
    expect(signedHeaders({ constructor: "x" }, "slack")).toEqual({
      provider: "slack",
      signature: "",
    });
  });
});
