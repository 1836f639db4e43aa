const nested = (open: string, inner: string, close: string) =>
  open.repeat(1_000) + inner + close.repeat(1_000);

/** Values that a field may trip over, as the JSON text that is sent. */
export const HOSTILE = {
  null: "null",
  true: "true",
  "a number": "7",
  "a fraction": "0.5",
  "a negative number": "-1",
  "no safe integer": "9007199254740992",
  "a huge number": "1e308",
  "an infinite number": "1e999",
  "a text": '"text"',
  "a number as text": '"7"',
  "an empty text": '""',
  "a blank text": '"   "',
  "10,000 characters": `"${"x".repeat(10_000)}"`,
  "half a character": String.raw`"a\ud800b"`,
  "halves the wrong way round": String.raw`"\udc00\ud800"`,
  NUL: String.raw`"a\u0000b"`,
  "a change of direction": '"a\u202Eb"',
  "two lines": String.raw`"a\r\nb: c"`,
  "no UUID": '"00000000-0000-4000-8000-00000000000g"',
  "a UUID in upper case": '"0F8FAD5B-D9CB-469F-A165-70867728950E"',
  "a name that objects have": '"__proto__"',
  "an empty list": "[]",
  "a list": '["text"]',
  "a list of nothing": "[null]",
  "a list of 10,000": `[${'"x",'.repeat(9_999)}"x"]`,
  "1,000 lists in each other": nested("[", "", "]"),
  "an object": "{}",
  "an object of another prototype": '{"__proto__":"text"}',
  "an object with a prototype in it": '{"__proto__":{"__proto__":{"isPermanent":true}}}',
  "an object of another constructor": '{"constructor":{"prototype":{"isPermanent":true}}}',
  "an object that poses as a text": '{"length":4,"toString":"text"}',
  "1,000 objects in each other": nested('{"a":', "1", "}"),
} as const satisfies Record<string, string>;

export type Hostile = keyof typeof HOSTILE;
export const HOSTILE_NAMES = Object.keys(HOSTILE) as Hostile[];

const SHORT_TEXT = [
  "a text",
  "a number as text",
  "NUL",
  "a change of direction",
  "two lines",
  "no UUID",
  "a UUID in upper case",
  "a name that objects have",
] as const;
const FILLED_TEXT = [...SHORT_TEXT, "a blank text"] as const;
const ANY_TEXT = [...FILLED_TEXT, "an empty text", "10,000 characters"] as const;

/**
 * What looks hostile and is a value that the field takes, by route and field. All else that
 * HOSTILE has must be refused there.
 */
export const TAKEN: Readonly<Record<string, readonly Hostile[]>> = {
  "createEndpoint isPermanent": ["true"],
  "createEndpoint permanent": ["true"],
  "createEndpoint alias": ["null", ...SHORT_TEXT],
  "updateEndpoint isPaused": ["true"],
  "updateEndpoint isPermanent": ["true"],
  "updateEndpoint alias": ["null", ...SHORT_TEXT],
  "updateEndpoint response": ["null", "an object"],
  "updateEndpoint response.headers": ["an object"],
  "updateEndpoint response.headers.x-any": [
    "a text",
    "a number as text",
    "an empty text",
    "a blank text",
    "no UUID",
    "a UUID in upper case",
    "a name that objects have",
  ],
  "updateEndpoint response.body": ANY_TEXT,
  "updateEndpoint response.delayMs": ["a number"],
  "updateEndpoint handshakes": ["an empty list"],
  "verifySignature payload": [...FILLED_TEXT, "10,000 characters"],
  "verifySignature signature": FILLED_TEXT,
  "verifySignature secret": FILLED_TEXT,
  "verifySignature timestamp": ["a number", "a number as text"],
  "verifySignature id": FILLED_TEXT,
  "createKey name": ["null", ...SHORT_TEXT],
  "createKey endpointIds": ["null"],
  "createKey expiresAt": ["null"],
  "renameKey name": SHORT_TEXT,
  "rotateKey overlapSeconds": ["a number"],
  "enterCode token": ["true"],
  "changeAccount subscription": ["null"],
  "changeAccount subscription.cancelledAt": ["null"],
  "askForDeviceCode client_id": ANY_TEXT,
  "askForDeviceCode scope": ANY_TEXT,
};
