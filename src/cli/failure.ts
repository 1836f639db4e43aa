import { HookNexusError } from "../client/index.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

export interface FailureInit {
  exitCode: ExitCode;
  /** For programs; the server's own where it is the server's error. */
  code: string;
  /** What to type next, or what to look at. */
  hint?: string | undefined;
  requestId?: string | null;
}

/** Why a command could not do what it was asked: what happened, why, and what to type next. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly hint: string | undefined;
  readonly requestId: string | null;

  constructor(sentence: string, init: FailureInit) {
    super(sentence);
    this.exitCode = init.exitCode;
    this.code = init.code;
    this.hint = init.hint;
    this.requestId = init.requestId ?? null;
  }
}

/** The command line is wrong in a way that only the command itself can see. */
export function usageFailure(sentence: string, hint?: string): Failure {
  return new Failure(sentence, { exitCode: EXIT.USAGE, code: "usage", hint });
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whatever was thrown, as what is shown of it; what to type next depends on what is set. */
export function toFailure(error: unknown, env: Environment): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof HookNexusError) return ofServer(error, env);
  const sentence = error instanceof Error ? error.message : String(error);
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "failed";
  return new Failure(sentence, { exitCode: EXIT.FAILURE, code: String(code) });
}

function ofServer(error: HookNexusError, env: Environment): Failure {
  const { code, requestId } = error;
  const keyHint = code === "key_not_allowed" ? unsetHint(env) : undefined;
  const hint = keyHint ?? HINTS[code] ?? limitHint(error);
  return new Failure(error.message, { exitCode: exitCodeOf(error), code, hint, requestId });
}

const SIGN_IN = "Type `hooknexus login`, or set HOOKNEXUS_TOKEN or HOOKNEXUS_API_KEY.";
const LIST_ENDPOINTS = "Type `hooknexus endpoints ls` to see yours.";
const CHECK_SERVER = "Type `hooknexus config` to see which server is meant.";

const HINTS: Readonly<Record<string, string>> = {
  not_signed_in: SIGN_IN,
  credential_revoked: "Type `hooknexus login` to sign in again, or use another key.",
  key_not_allowed: "Type `hooknexus login`, or set HOOKNEXUS_TOKEN.",
  endpoint_not_found: LIST_ENDPOINTS,
  endpoint_gone: LIST_ENDPOINTS,
  request_not_found: "Type `hooknexus requests ls` to see what is stored.",
  key_not_found: "Type `hooknexus keys ls` to see yours.",
  no_target: "Type `hooknexus forward --to http://localhost:3000` in another terminal.",
  network: CHECK_SERVER,
  unexpected_reply: CHECK_SERVER,
};

/** A key that is set goes before what `login` keeps: to sign in would change nothing. */
function unsetHint(env: Environment): string | undefined {
  const names = ["HOOKNEXUS_TOKEN", "HOOKNEXUS_API_KEY"];
  const name = names.find((each) => env[each]?.trim().startsWith("hnx_"));
  return name && `Unset ${name}, and type \`hooknexus login\` where you have not yet.`;
}

function limitHint({ details }: HookNexusError): string | undefined {
  const limit = details["limit"];
  return typeof limit === "number" ? `The limit is ${limit}.` : undefined;
}

/** Ends of a listener that say the credential, not the command, was the trouble. */
const REFUSALS = new Set(["credential_revoked", "plan_limit_lowered", "disconnected"]);

function exitCodeOf({ code, status }: HookNexusError): ExitCode {
  if (code === "network" || code === "unexpected_reply") return EXIT.UNREACHABLE;
  if (code === "endpoint_gone" || status === 404 || status === 410) return EXIT.NOT_FOUND;
  if (REFUSALS.has(code) || status === 401 || status === 403) return EXIT.REFUSED;
  if (code === "invalid_field" || code === "invalid_parameter") return EXIT.USAGE;
  return status !== null && status >= 500 ? EXIT.UNREACHABLE : EXIT.FAILURE;
}
