import { afterEach, describe, expect, it, vi } from "vitest";
import type { SignatureVerdict } from "../../src/protocol/signature.ts";
import { call, json } from "./support/world.ts";

interface Vector {
  provider: string;
  payload: string;
  secret: string;
  signature: string;
  timestamp?: string;
  id?: string;
  /** When the delivery was sent, in Unix seconds; where it signs no time, any. */
  at: number;
}

const STRIPE_MAC = "88a022085c6bdb887b02cb26ff76dd681234d9675c0f22844059f55552a8883a";

/** From the providers' own documentation; Stripe's and Shopify's, who publish none, from OpenSSL. */
const VECTORS: Vector[] = [
  {
    provider: "github",
    payload: "Hello, World!",
    secret: "It's a Secret to Everybody",
    signature: "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    at: 0,
  },
  {
    provider: "slack",
    payload:
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    secret: "8f742231b10e8888abcd99yyyzzz85a5",
    signature: "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    timestamp: "1531420618",
    at: 1_531_420_618,
  },
  {
    provider: "standard-webhooks",
    payload: '{"test": 2432232314}',
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    timestamp: "1614265330",
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    at: 1_614_265_330,
  },
  {
    provider: "stripe",
    payload: '{"id":"evt_test_webhook","object":"event"}',
    secret: "whsec_test_secret",
    signature: `t=1492774577,v1=${STRIPE_MAC}`,
    at: 1_492_774_577,
  },
  {
    provider: "shopify",
    payload: '{"id":820982911946154508}',
    secret: "hush",
    signature: "qBvrsZF7RfB1iS6BX6IHqJTp5L911P7intnPeTPsH0I=",
    at: 0,
  },
];

const TIMED = VECTORS.filter(({ at }) => at > 0);

afterEach(() => void vi.useRealTimers());

async function verify({ at, ...body }: Vector): Promise<SignatureVerdict> {
  vi.useFakeTimers({ toFake: ["Date"], now: at * 1_000 });
  return json(await call("/api/verify-signature", { method: "POST", body: JSON.stringify(body) }));
}

function named(provider: string): Vector {
  const vector = VECTORS.find((one) => one.provider === provider);
  if (!vector) throw new Error(`There is no vector of ${provider}.`);
  return vector;
}

describe.each(VECTORS)("a signature of $provider", (vector) => {
  it("verifies", async () => {
    const { signature } = vector;
    expect(await verify(vector)).toEqual({ valid: true, expected: signature, actual: signature });
  });

  it("fails for another payload, secret or signature", async () => {
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
  it.each([300, -300])("is still good %i s away from its timestamp", async (seconds) => {
    expect((await verify({ ...vector, at: vector.at + seconds })).valid).toBe(true);
  });

  it.each([301, -301])("is refused %i s away from it", async (seconds) => {
    const verdict = await verify({ ...vector, at: vector.at + seconds });
    expect(verdict.valid).toBe(false);
    expect(verdict.details).toContain("300 s are tolerated");
  });
});

describe("verifying", () => {
  it("takes any of several signatures, as providers send them while a secret is rolled", async () => {
    const stripe = named("stripe");
    const other = STRIPE_MAC.replaceAll("8", "9");
    const both = `t=1492774577,v1=${other},v1=${STRIPE_MAC},v0=x`;
    expect((await verify({ ...stripe, signature: both })).valid).toBe(true);
    const standard = named("standard-webhooks");
    const list = `v1,AAAA ${standard.signature}`;
    expect((await verify({ ...standard, signature: list })).valid).toBe(true);
  });

  it("says what is lacking", async () => {
    const cases: [Vector, string][] = [
      [{ ...named("stripe"), signature: STRIPE_MAC }, "t=…"],
      [{ ...named("standard-webhooks"), secret: "not base64!" }, "whsec_"],
      [{ ...named("stripe"), signature: `t=soon,v1=${STRIPE_MAC}` }, "no number"],
    ];
    const { timestamp: _slack, ...slack } = named("slack");
    const { id: _id, ...standard } = named("standard-webhooks");
    for (const [vector, part] of [...cases, [slack, "timestamp"], [standard, "id"]] as const) {
      const verdict = await verify(vector);
      expect(verdict.valid).toBe(false);
      expect(verdict.details).toContain(part);
    }
  });

  it("takes a number for a timestamp, and refuses what is none of its fields", async () => {
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
