import type * as z from "zod";
import type { Settings } from "./settings.ts";

/** A reply that is not 2xx; its message is what the client prints. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, error: unknown) {
    // As it prints it: of an object nothing is left but `[object Object]`.
    super(String(error));
    this.status = status;
  }
}

/** The HTTP half of the server, as the client calls it. */
export class Api {
  readonly #apiUrl: string;
  readonly #token: string;

  constructor({ apiUrl, token }: Settings) {
    this.#apiUrl = apiUrl;
    this.#token = token;
  }

  /**
   * One call. The content type is JSON even where there is no body, as with logging out.
   * @throws Refused where the status is not 2xx
   */
  async call(method: string, path: string, body?: unknown): Promise<string> {
    const response = await fetch(this.#apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      // The API does not redirect; following would hide that it began to.
      redirect: "error",
    });
    const text = await response.text();
    if (response.ok) return text;
    throw new Refused(response.status, errorOf(text));
  }

  /** The reply to a call, in the shape that the client reads. */
  async json<Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.infer<Schema>> {
    return schema.parse(JSON.parse(await this.call(method, path, body)));
  }
}

/** The `error` of a reply's body, whatever it is. */
export function errorOf(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && "error" in body ? body.error : text;
  } catch {
    return text;
  }
}
