import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { RequestRow, SignatureProvider, SignatureVerdict } from "../../client/index.ts";
import { OTHER_SIGNATURE, signatureProvider } from "../../protocol/signature.ts";
import { withExamples } from "../examples.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure, usageFailure } from "../failure.ts";
import { parseChoice } from "../parse-choice.ts";
import { parseRequestId } from "../parse-request-id.ts";
import { askSecret, canAsk, readStdin } from "../prompt.ts";
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
    .argument("[request]", "its id", parseRequestId)
    .description("Check a provider's signature over a stored request, or over a file.")
    .requiredOption("--provider <name>", PROVIDERS.join(", "), parseChoice("provider", PROVIDERS))
    .option("--payload <file>", "the body, exactly as it came; - is stdin")
    .option("--signature <text>", "the provider's signature header, whole")
    .option("--timestamp <seconds>", "its timestamp header, for slack and standard-webhooks")
    .option("--id <id>", "its webhook-id header, for standard-webhooks")
    .action(async (requestId: string | undefined, options: VerifyOptions, self: Command) => {
      await verify(await Session.open(self), requestId, options);
    })
    .addHelpText(
      "after",
      "\nThe secret is read from HOOKNEXUS_SECRET, or asked for: an argument could be seen by others.",
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
    requestId === undefined ? await given(options) : await stored(session, requestId, options);
  const secret = await readSecret(session, options.payload === "-");
  const client = session.clientOf(undefined);
  const verdict = await client.signatures.verify({ provider: options.provider, ...signed, secret });
  const sentence = verdict.valid ? "The signature is valid." : "The signature is not valid.";
  // What it should have been is as good as a signature: it is for who asks for it by --json.
  session.output.result(verdict, verdict.valid ? [sentence] : []);
  if (verdict.valid) return;
  throw new Failure(sentence, {
    exitCode: EXIT.FAILURE,
    code: "invalid_signature",
    hint: reasonOf(verdict),
  });
}

/** That it differs helps nobody: what may be wrong is what they can look at. */
function reasonOf({ details }: SignatureVerdict): string | undefined {
  if (details !== OTHER_SIGNATURE) return details;
  return "The secret, the body or the header differs from what was signed.";
}

interface Signed {
  payload: string;
  signature: string;
  timestamp?: string;
  id?: string;
}

async function given({ payload: file, signature, timestamp, id }: VerifyOptions): Promise<Signed> {
  if (file === undefined || signature === undefined) {
    throw usageFailure(
      "There is nothing to check.",
      "Name a stored request, or give --payload and --signature.",
    );
  }
  const payload = file === "-" ? await readStdin() : await readFile(file, "utf8");
  return { payload, signature, ...(timestamp ? { timestamp } : {}), ...(id ? { id } : {}) };
}

/** Where each provider says what it signed. */
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

async function stored(
  { client }: Session,
  requestId: string,
  options: VerifyOptions,
): Promise<Signed> {
  const row = await client.requests.get(requestId);
  const names = HEADERS[options.provider];
  const signature = options.signature ?? row.headers[names.signature];
  if (signature === undefined) {
    throw usageFailure(`This request has no ${names.signature} header.`, "Is it that provider's?");
  }
  const timestamp = options.timestamp ?? row.headers[names.timestamp ?? ""];
  const id = options.id ?? row.headers[names.id ?? ""];
  const payload = textOf(row);
  return { payload, signature, ...(timestamp ? { timestamp } : {}), ...(id ? { id } : {}) };
}

function textOf({ body, body_encoding: encoding }: RequestRow): string {
  if (encoding === "utf8") return body;
  throw usageFailure("The body of this request is no text, or above 1 MiB: it can't be checked.");
}

async function readSecret({ env }: Session, isStdinTaken: boolean): Promise<string> {
  const fromEnv = env["HOOKNEXUS_SECRET"];
  if (fromEnv) return fromEnv;
  if (canAsk()) return askSecret("The provider's signing secret");
  const secret = isStdinTaken ? "" : (await readStdin()).trim();
  if (secret) return secret;
  throw usageFailure("There is no secret to check with.", "Set HOOKNEXUS_SECRET, or pipe it in.");
}
