import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod/mini";
import {
  DEVICE_GRANT_TYPE,
  deviceAuthorization,
  deviceToken,
  deviceTokenError,
  type DeviceAuthorization,
  type DeviceTokenError,
} from "../../protocol/device.ts";
import { SECOND_MS } from "../../protocol/time-units.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { USER_AGENT } from "../session.ts";

/** RFC 8628 3.5: each `slow_down` lengthens the interval by this much. */
const SLOW_DOWN_SECONDS = 5;

export interface DeviceSignIn {
  server: string;
  /** Called with the code that the user must enter, and the URL to enter it at. */
  onCode: (codes: DeviceAuthorization) => void;
  signal: AbortSignal;
}

/**
 * Signs in with a code that the user enters on another machine. Source: RFC 8628.
 * @returns the token
 * @throws Failure if the user refuses, the code expires or `signal` aborts
 */
export async function signInByDevice({ server, onCode, signal }: DeviceSignIn): Promise<string> {
  const authorization = new DeviceAuthorizationApi(server, signal);
  const codes = await authorization.requestCodes();
  onCode(codes);
  for (let seconds = codes.interval; ;) {
    await sleep(seconds * SECOND_MS, undefined, { signal }).catch(() => {});
    if (signal.aborted)
      throw failure("The sign-in was cancelled.", "interrupted", EXIT.INTERRUPTED);
    const reply = await authorization.requestToken(codes.device_code);
    if ("access_token" in reply) return reply.access_token;
    if (reply.error === "slow_down") seconds += SLOW_DOWN_SECONDS;
    else if (reply.error !== "authorization_pending") throw refused(reply);
  }
}

class DeviceAuthorizationApi {
  readonly #server: string;
  readonly #signal: AbortSignal;

  constructor(server: string, signal: AbortSignal) {
    this.#server = server;
    this.#signal = signal;
  }

  async requestCodes(): Promise<DeviceAuthorization> {
    const response = await this.#post("/auth/device", { client_id: USER_AGENT });
    const reply: unknown = await response.json().catch(() => null);
    const error = deviceTokenError.safeParse(reply);
    if (error.success) throw refused(error.data);
    return this.#parsed(deviceAuthorization, reply);
  }

  /** A lost poll counts as one that came too early, because the next one may succeed. */
  async requestToken(deviceCode: string): Promise<z.infer<typeof deviceToken> | Pending> {
    const form = { grant_type: DEVICE_GRANT_TYPE, device_code: deviceCode };
    const response = await this.#post("/auth/device/token", form).catch(() => null);
    if (!response || response.status >= 500) return { error: "slow_down" };
    const reply: unknown = await response.json().catch(() => null);
    const error = deviceTokenError.safeParse(reply);
    return error.success ? error.data : this.#parsed(deviceToken, reply);
  }

  async #post(path: string, form: Record<string, string>): Promise<Response> {
    const headers = { "user-agent": USER_AGENT };
    const body = new URLSearchParams(form);
    const init: RequestInit = { method: "POST", headers, body, redirect: "manual" };
    try {
      return await fetch(this.#server + path, { ...init, signal: this.#signal });
    } catch {
      throw failure(`Could not reach ${this.#server}.`, "network", EXIT.UNREACHABLE);
    }
  }

  #parsed<Shape extends z.ZodMiniType>(shape: Shape, reply: unknown): z.output<Shape> {
    const parsed = shape.safeParse(reply);
    if (parsed.success) return parsed.data;
    const sentence = `${this.#server} does not look like a HookNexus server.`;
    throw failure(sentence, "unexpected_reply", EXIT.UNREACHABLE);
  }
}

type Pending = DeviceTokenError | { error: "slow_down" };

function refused(reply: Pending): Failure {
  const sentence = "error_description" in reply ? reply.error_description : reply.error;
  return failure(sentence, reply.error, EXIT.REFUSED);
}

function failure(sentence: string, code: string, exitCode: Failure["exitCode"]): Failure {
  const hint =
    exitCode === EXIT.REFUSED ? "Run `hooknexus login --device` to get a new code." : undefined;
  return new Failure(sentence, { exitCode, code, hint });
}
