import { HookNexusError } from "../client/index.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

export interface FailureInit {
  exitCode: ExitCode;
  /** For programs. An error from the server keeps the server's code. */
  code: string;
  /** The next step for the user. */
  hint?: string | undefined;
  requestId?: string | null;
}

/** A command's error: what happened and what to do next. */
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

/** A usage error that commander can't detect. */
export function usageFailure(sentence: string, hint?: string): Failure {
  return new Failure(sentence, { exitCode: EXIT.USAGE, code: "usage", hint });
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Converts any error. The hint depends on which environment variables are set. */
export function toFailure(error: unknown, env: Environment): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof HookNexusError) return ofClientError(error, env);
  const sentence = error instanceof Error ? error.message : String(error);
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "failed";
  return new Failure(sentence, { exitCode: EXIT.FAILURE, code: String(code) });
}

function ofClientError(error: HookNexusError, env: Environment): Failure {
  const { code, requestId } = error;
  const keyHint = code === "key_not_allowed" ? unsetHint(env) : undefined;
  const hint = keyHint ?? HINTS[code] ?? limitHint(error);
  return new Failure(error.message, { exitCode: exitCodeOf(error), code, hint, requestId });
}

const SIGN_IN = "Run `hooknexus login`, or set HOOKNEXUS_TOKEN or HOOKNEXUS_API_KEY.";
const LIST_ENDPOINTS = "Run `hooknexus endpoints ls` to list your endpoints.";
const CHECK_SERVER = "Run `hooknexus config` to see which server is used.";

const HINTS: Readonly<Record<string, string>> = {
  not_signed_in: SIGN_IN,
  credential_revoked: "Run `hooknexus login` to sign in again, or use another key.",
  key_not_allowed: "Run `hooknexus login`, or set HOOKNEXUS_TOKEN.",
  endpoint_not_found: LIST_ENDPOINTS,
  endpoint_gone: LIST_ENDPOINTS,
  request_not_found: "Run `hooknexus requests ls` to list the stored requests.",
  key_not_found: "Run `hooknexus keys ls` to list your keys.",
  search_busy: "Run the command again in a second.",
  no_target: "Run `hooknexus forward --to http://localhost:3000` in another terminal.",
  network: CHECK_SERVER,
  unexpected_reply: CHECK_SERVER,
};

/** A key in the environment takes precedence over a login, so signing in alone has no effect. */
function unsetHint(env: Environment): string | undefined {
  const names = ["HOOKNEXUS_TOKEN", "HOOKNEXUS_API_KEY"];
  const name = names.find((each) => env[each]?.trim().startsWith("hnx_"));
  return name && `Unset ${name}, and run \`hooknexus login\` if you have not signed in yet.`;
}

function limitHint({ details }: HookNexusError): string | undefined {
  const limit = details["limit"];
  return typeof limit === "number" ? `The limit is ${limit}.` : undefined;
}

/** Close reasons of a listener whose credential is no longer accepted. */
const REFUSALS = new Set(["credential_revoked", "plan_limit_lowered", "disconnected"]);

function exitCodeOf({ code, status }: HookNexusError): ExitCode {
  if (code === "network" || code === "unexpected_reply") return EXIT.UNREACHABLE;
  if (code === "endpoint_gone" || status === 404 || status === 410) return EXIT.NOT_FOUND;
  if (REFUSALS.has(code) || status === 401 || status === 403) return EXIT.REFUSED;
  if (code === "invalid_field" || code === "invalid_parameter") return EXIT.USAGE;
  return status !== null && status >= 500 ? EXIT.UNREACHABLE : EXIT.FAILURE;
}
