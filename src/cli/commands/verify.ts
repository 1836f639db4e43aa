import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { RequestRow, SignatureProvider, SignatureVerdict } from "../../client/index.ts";
import { OTHER_SIGNATURE, signatureProvider } from "../../protocol/signature.ts";
import { withExamples } from "../examples.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure, usageFailure } from "../failure.ts";
import { parseChoice } from "../parse-choice.ts";
import { parseRequestId } from "../parse-request-id.ts";
import { askSecret, isInteractive, readStdin } from "../prompt.ts";
import { Session } from "../session.ts";

interface VerifyOptions {
  provider: SignatureProvider;
  payload?: string;
  signature?: string;
  timestamp?: string;
  id?: string;
}

const PROVIDERS = signatureProvider.options;

export function addVerify(program: Command): void {
  const command = program
    .command("verify")
    .argument("[request]", "request id", parseRequestId)
    .description("Verify a provider's signature of a stored request or of a file.")
    .requiredOption("--provider <name>", PROVIDERS.join(", "), parseChoice("provider", PROVIDERS))
    .option("--payload <file>", "file with the exact body; - reads stdin")
    .option("--signature <text>", "full value of the signature header")
    .option("--timestamp <seconds>", "value of the timestamp header (slack, standard-webhooks)")
    .option("--id <id>", "value of the webhook-id header (standard-webhooks)")
    .action(async (requestId: string | undefined, options: VerifyOptions, self: Command) => {
      await verify(await Session.open(self), requestId, options);
    })
    .addHelpText(
      "after",
      "\nThe secret is read from HOOKNEXUS_SECRET, a prompt or stdin. It is not an option because\nother users of the machine can see arguments.",
    );
  withExamples(
    command,
    "hooknexus verify $REQUEST_ID --provider github",
    "hooknexus verify --provider stripe --payload body.json --signature 't=…,v1=…'",
  );
}

async function verify(
  session: Session,
  requestId: string | undefined,
  options: VerifyOptions,
): Promise<void> {
  const signed =
    requestId === undefined
      ? await signedByOptions(options)
      : await signedByRequest(session, requestId, options);
  const secret = await readSecret(session, options.payload === "-");
  const client = session.clientOf(undefined);
  const verdict = await client.signatures.verify({ provider: options.provider, ...signed, secret });
  const sentence = verdict.valid ? "The signature is valid." : "The signature is not valid.";
  // The expected signature is as sensitive as a real one, so it is printed only with --json.
  session.output.result(verdict, verdict.valid ? [sentence] : []);
  if (verdict.valid) return;
  throw new Failure(sentence, {
    exitCode: EXIT.FAILURE,
    code: "invalid_signature",
    hint: reasonOf(verdict),
  });
}

/** "It differs" alone does not help, so name what the user can check. */
function reasonOf({ details }: SignatureVerdict): string | undefined {
  if (details !== OTHER_SIGNATURE) return details;
  return "This secret doesn't produce that signature for this body. Check all three.";
}

interface Signed {
  payload: string;
  signature: string;
  timestamp?: string;
  id?: string;
}

async function signedByOptions({
  payload: file,
  signature,
  timestamp,
  id,
}: VerifyOptions): Promise<Signed> {
  if (file === undefined || signature === undefined) {
    throw usageFailure(
      "There is nothing to verify.",
      "Give a request id, or --payload and --signature.",
    );
  }
  const payload = file === "-" ? await readStdin() : await readFile(file, "utf8");
  return { payload, signature, ...(timestamp ? { timestamp } : {}), ...(id ? { id } : {}) };
}

/** The headers in which each provider sends its signature. */
const HEADERS: Record<SignatureProvider, { signature: string; timestamp?: string; id?: string }> = {
  github: { signature: "x-hub-signature-256" },
  stripe: { signature: "stripe-signature" },
  shopify: { signature: "x-shopify-hmac-sha256" },
  slack: { signature: "x-slack-signature", timestamp: "x-slack-request-timestamp" },
  "standard-webhooks": {
    signature: "webhook-signature",
    timestamp: "webhook-timestamp",
    id: "webhook-id",
  },
};

async function signedByRequest(
  { client }: Session,
  requestId: string,
  options: VerifyOptions,
): Promise<Signed> {
  const row = await client.requests.get(requestId);
  const names = HEADERS[options.provider];
  const signature = options.signature ?? row.headers[names.signature];
  if (signature === undefined) {
    throw usageFailure(`This request has no ${names.signature} header.`, "Check --provider.");
  }
  const timestamp = options.timestamp ?? row.headers[names.timestamp ?? ""];
  const id = options.id ?? row.headers[names.id ?? ""];
  const payload = textOf(row);
  return { payload, signature, ...(timestamp ? { timestamp } : {}), ...(id ? { id } : {}) };
}

function textOf({ body, body_encoding: encoding }: RequestRow): string {
  if (encoding === "utf8") return body;
  throw usageFailure("This body can't be verified: it is not text, or it is larger than 1 MiB.");
}

async function readSecret({ env }: Session, isStdinTaken: boolean): Promise<string> {
  const fromEnv = env["HOOKNEXUS_SECRET"];
  if (fromEnv) return fromEnv;
  if (isInteractive()) return askSecret("The provider's signing secret");
  const secret = isStdinTaken ? "" : (await readStdin()).trim();
  if (secret) return secret;
  throw usageFailure("There is no signing secret.", "Set HOOKNEXUS_SECRET, or pipe the secret in.");
}
