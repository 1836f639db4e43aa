import { OTHER_SIGNATURE } from "../../protocol/signature.ts";
import { decodeText, type Bytes } from "./body-bytes.ts";
import { compactJson } from "./json-compact.ts";
import { prettyJson } from "./json-pretty.ts";
import { checkSignature, type PageVerdict, type SignatureCheck } from "./signature.ts";

/** Beyond this, writing a body in other ways takes too long to be a courtesy. */
const MAX_TRIED_BYTES = 1024 * 1024;

/**
 * Looks for the reason why a signature does not hold, by trying what mostly is: a secret that was
 * copied with white space, or a body that something on the way has written anew. Null: none of it.
 */
export async function diagnose(check: SignatureCheck): Promise<string | null> {
  for (const { reason, change } of triedChanges(check)) {
    const { valid } = await checkSignature({ ...check, ...change });
    if (valid) return reason;
  }
  return null;
}

interface Tried {
  reason: string;
  change: Partial<SignatureCheck>;
}

function triedChanges({ secret, bytes }: SignatureCheck): Tried[] {
  const changes: Tried[] = [];
  if (secret.trim() !== secret) {
    changes.push({
      reason: "It is valid with the secret less the white space around it.",
      change: { secret: secret.trim() },
    });
  }
  return [...changes, ...otherBodies(bytes)];
}

function otherBodies(bytes: Bytes): Tried[] {
  const text = bytes.length > MAX_TRIED_BYTES ? null : decodeText(bytes);
  if (text === null) return [];
  const bodies: [string, string | null][] = [
    [
      "It is valid for the body without its last line break: that was added on the way.",
      chomp(text),
    ],
    [
      "It is valid for the body with a line break at its end: that was lost on the way.",
      `${text}\n`,
    ],
    [`${REWRITTEN} compactly${ON_THE_WAY}`, compactJson(text)],
    [`${REWRITTEN} over several lines${ON_THE_WAY}`, prettyJson(text)],
  ];
  return bodies.flatMap(([reason, body]) =>
    body === null || body === text
      ? []
      : [{ reason, change: { bytes: new TextEncoder().encode(body) } }],
  );
}

const REWRITTEN = "It is valid for the same JSON written";
const ON_THE_WAY = ": something on the way, such as a proxy, has written it anew.";

function chomp(text: string): string {
  return text.replace(/\r?\n$/, "");
}

/** What to look at where nothing more can be said, the likeliest first. */
export function adviceFor({ provider, actual, details }: PageVerdict): string[] {
  if (actual === "") return [];
  if (details?.includes("tolerated")) {
    return [
      "Is it a delivery that somebody sends again? Ask the provider for a new one.",
      "Is the clock of whoever signed it right?",
    ];
  }
  if (details !== OTHER_SIGNATURE) return [];
  return [SECRET_ADVICE[provider], BODY_ADVICE];
}

const BODY_ADVICE =
  "Is it the body that was signed? A proxy that reads JSON and writes it anew breaks each signature.";

const SECRET_ADVICE: Record<PageVerdict["provider"], string> = {
  github: "Is it this webhook's secret? Each webhook at GitHub has its own.",
  stripe:
    "Is it this endpoint's secret, whsec_…? Each has its own, test and live mode too; it is not the API key.",
  shopify:
    "Is it the right secret? Webhooks of an app are signed with the app's client secret, others with the one that the admin shows.",
  slack: "Is it the app's signing secret? A token such as xoxb-… is not.",
  "standard-webhooks": "Is it this endpoint's secret, whsec_…? Each has its own.",
};
