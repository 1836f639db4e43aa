import { OTHER_SIGNATURE } from "../../protocol/signature.ts";
import { decodeText, type Bytes } from "./body-bytes.ts";
import { compactJson } from "./json-compact.ts";
import { prettyJson } from "./json-pretty.ts";
import {
  checkSignature,
  TOLERANCE_SENTENCE,
  type PageVerdict,
  type SignatureCheck,
} from "./signature.ts";

/** Trying variants of a larger body takes too long for a hint. */
const MAX_VARIANT_BYTES = 1024 * 1024;

/**
 * Finds out why a signature is invalid by trying the usual causes: white space copied with the
 * secret, or a body that was changed in transit. Null if none of them explains it.
 */
export async function diagnose(check: SignatureCheck): Promise<string | null> {
  for (const { reason, change } of variants(check)) {
    const { valid } = await checkSignature({ ...check, ...change });
    if (valid) return reason;
  }
  return null;
}

interface Variant {
  reason: string;
  change: Partial<SignatureCheck>;
}

function variants({ secret, bytes }: SignatureCheck): Variant[] {
  const changes: Variant[] = [];
  if (secret.trim() !== secret) {
    changes.push({
      reason: "The secret has white space around it. Without it, the signature is valid.",
      change: { secret: secret.trim() },
    });
  }
  return [...changes, ...bodyVariants(bytes)];
}

function bodyVariants(bytes: Bytes): Variant[] {
  const text = bytes.length > MAX_VARIANT_BYTES ? null : decodeText(bytes);
  if (text === null) return [];
  const bodies: [string, string | null][] = [
    [
      "A line break was added to the body in transit. Without it, the signature is valid.",
      chomp(text),
    ],
    [
      "A line break at the end of the body was lost in transit. With it, the signature is valid.",
      `${text}\n`,
    ],
    [`${RESERIALISED} compact form.`, compactJson(text)],
    [`${RESERIALISED} indented form.`, prettyJson(text)],
  ];
  return bodies.flatMap(([reason, body]) =>
    body === null || body === text
      ? []
      : [{ reason, change: { bytes: new TextEncoder().encode(body) } }],
  );
}

const RESERIALISED =
  "The JSON was re-serialised in transit, for example by a proxy. The signature is valid for its";

function chomp(text: string): string {
  return text.replace(/\r?\n$/, "");
}

/** What to check if `diagnose` found nothing, most likely first. */
export function adviceFor({ provider, actual, details }: PageVerdict): string[] {
  if (actual === "") return [];
  if (details?.includes(TOLERANCE_SENTENCE)) {
    return [
      "Is this an old delivery that was sent again? Ask the provider for a new one.",
      "Is the sender’s clock right?",
    ];
  }
  if (details !== OTHER_SIGNATURE) return [];
  return [SECRET_ADVICE[provider], BODY_ADVICE];
}

const BODY_ADVICE =
  "Is this the body that was signed? A proxy that re-serialises JSON breaks the signature.";

const SECRET_ADVICE: Record<PageVerdict["provider"], string> = {
  github: "Is this the webhook’s own secret? Each webhook at GitHub has its own.",
  stripe:
    "Is this the endpoint’s signing secret, whsec_…? Each endpoint and each mode, test or live, has its own. It is not the API key.",
  shopify:
    "Is this the right secret? An app’s webhooks are signed with its client secret, others with the secret that the Shopify admin shows.",
  slack: "Is this the app’s signing secret? A token such as xoxb-… is something else.",
  "standard-webhooks": "Is this the endpoint’s signing secret, whsec_…? Each endpoint has its own.",
};
