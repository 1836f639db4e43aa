import type { SignatureProvider } from "../../src/protocol/signature.ts";

/** A delivery as its provider signed it. */
export interface SignatureVector {
  provider: SignatureProvider;
  payload: string;
  secret: string;
  signature: string;
  timestamp?: string;
  id?: string;
  /** When the delivery was sent, in Unix seconds; where it signs no time, any. */
  at: number;
}

export const STRIPE_MAC = "88a022085c6bdb887b02cb26ff76dd681234d9675c0f22844059f55552a8883a";

/** From the providers' own documentation; Stripe's and Shopify's, who publish none, from OpenSSL. */
export const SIGNATURE_VECTORS: SignatureVector[] = [
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
