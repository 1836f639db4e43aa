import type * as z from "zod";
import type { Settings } from "./settings.ts";

/** A reply that is not 2xx. The client prints its message. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, error: unknown) {
    // Like the published client, which prints an object as `[object Object]`.
    super(String(error));
    this.status = status;
  }
}

/** The HTTP calls of the client. */
export class Api {
  readonly #apiUrl: string;
  readonly #token: string;

  constructor({ apiUrl, token }: Settings) {
    this.#apiUrl = apiUrl;
    this.#token = token;
  }

  /**
   * Makes one call. The content type is JSON even without a body, as for logging out.
   * @throws Refused if the status is not 2xx
   */
  async call(method: string, path: string, body?: unknown): Promise<string> {
    const response = await fetch(this.#apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      // The API must never redirect, and following a redirect would hide it.
      redirect: "error",
    });
    const text = await response.text();
    if (response.ok) return text;
    throw new Refused(response.status, errorOf(text));
  }

  /** Makes a call and parses the reply. */
  async json<Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.infer<Schema>> {
    return schema.parse(JSON.parse(await this.call(method, path, body)));
  }
}

/** The `error` field of a reply's body, or the body itself. */
export function errorOf(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && "error" in body ? body.error : text;
  } catch {
    return text;
  }
}
