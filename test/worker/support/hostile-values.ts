const nested = (open: string, inner: string, close: string) =>
  open.repeat(1_000) + inner + close.repeat(1_000);

/** Values that a field might mishandle, as raw JSON. */
export const HOSTILE = {
  null: "null",
  true: "true",
  "a number": "7",
  "a fraction": "0.5",
  "a negative number": "-1",
  "an unsafe integer": "9007199254740992",
  "a huge number": "1e308",
  "an infinite number": "1e999",
  "a string": '"text"',
  "a numeric string": '"7"',
  "an empty string": '""',
  "a blank string": '"   "',
  "10,000 characters": `"${"x".repeat(10_000)}"`,
  "a lone surrogate": String.raw`"a\ud800b"`,
  "swapped surrogates": String.raw`"\udc00\ud800"`,
  NUL: String.raw`"a\u0000b"`,
  "a change of text direction": '"a\u202Eb"',
  "two lines": String.raw`"a\r\nb: c"`,
  "a malformed UUID": '"00000000-0000-4000-8000-00000000000g"',
  "a UUID in upper case": '"0F8FAD5B-D9CB-469F-A165-70867728950E"',
  "the name of a built-in property": '"__proto__"',
  "an empty list": "[]",
  "a list": '["text"]',
  "a list of null": "[null]",
  "a list of 10,000": `[${'"x",'.repeat(9_999)}"x"]`,
  "1,000 nested lists": nested("[", "", "]"),
  "an object": "{}",
  "an object with __proto__": '{"__proto__":"text"}',
  "an object with a nested __proto__": '{"__proto__":{"__proto__":{"isPermanent":true}}}',
  "an object with constructor": '{"constructor":{"prototype":{"isPermanent":true}}}',
  "an object that looks like a string": '{"length":4,"toString":"text"}',
  "1,000 nested objects": nested('{"a":', "1", "}"),
} as const satisfies Record<string, string>;

export type Hostile = keyof typeof HOSTILE;
export const HOSTILE_NAMES = Object.keys(HOSTILE) as Hostile[];

const SHORT_STRING = [
  "a string",
  "a numeric string",
  "NUL",
  "a change of text direction",
  "two lines",
  "a malformed UUID",
  "a UUID in upper case",
  "the name of a built-in property",
] as const;
const FILLED_STRING = [...SHORT_STRING, "a blank string"] as const;
const ANY_STRING = [...FILLED_STRING, "an empty string", "10,000 characters"] as const;

/**
 * Values that look hostile but are valid for this field, by route and field. The field must refuse
 * every other value of HOSTILE.
 */
export const ACCEPTED: Readonly<Record<string, readonly Hostile[]>> = {
  "createEndpoint isPermanent": ["true"],
  "createEndpoint permanent": ["true"],
  "createEndpoint alias": ["null", ...SHORT_STRING],
  "updateEndpoint isPaused": ["true"],
  "updateEndpoint isPermanent": ["true"],
  "updateEndpoint alias": ["null", ...SHORT_STRING],
  "updateEndpoint response": ["null", "an object"],
  "updateEndpoint response.headers": ["an object"],
  "updateEndpoint response.headers.x-any": [
    "a string",
    "a numeric string",
    "an empty string",
    "a blank string",
    "a malformed UUID",
    "a UUID in upper case",
    "the name of a built-in property",
  ],
  "updateEndpoint response.body": ANY_STRING,
  "updateEndpoint response.delayMs": ["a number"],
  "updateEndpoint handshakes": ["an empty list"],
  "verifySignature payload": [...FILLED_STRING, "10,000 characters"],
  "verifySignature signature": FILLED_STRING,
  "verifySignature secret": FILLED_STRING,
  "verifySignature timestamp": ["a number", "a numeric string"],
  "verifySignature id": FILLED_STRING,
  "createKey name": ["null", ...SHORT_STRING],
  "createKey endpointIds": ["null"],
  "createKey expiresAt": ["null"],
  "renameKey name": SHORT_STRING,
  "rotateKey overlapSeconds": ["a number"],
  "enterCode token": ["true"],
  "changeAccount subscription": ["null"],
  "changeAccount subscription.cancelledAt": ["null"],
  "askForDeviceCode client_id": ANY_STRING,
  "askForDeviceCode scope": ANY_STRING,
};
