import { request } from "node:http";

/** A reply of the worker. */
export interface Reply {
  status: number;
  text: string;
}

/** A request to the worker. */
export interface Call {
  /** Absolute. The worker gets it unchanged. */
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
}

/** Calls the control worker of a runtime, which has the worker and its database. */
export class Control {
  readonly #port: number;
  readonly #secret: string;

  constructor(port: number, secret: string) {
    [this.#port, this.#secret] = [port, secret];
  }

  /** Calls the worker, whether its port is open or not. */
  callWorker(call: Call): Promise<Reply> {
    return this.#post("/worker", call);
  }

  async runCron(cron: string): Promise<void> {
    await this.#ask<object>("/cron", { cron });
  }

  /**
   * Runs statements in one transaction.
   *
   * @returns the rows of each statement
   * @throws Error with the database's message
   */
  async runStatements(statements: readonly object[]): Promise<object[][]> {
    const { results, error } = await this.#ask<{ results?: object[][]; error?: string }>(
      "/database",
      statements,
    );
    if (!results) throw new Error(error);
    return results;
  }

  async #ask<Answer>(path: string, input: unknown): Promise<Answer> {
    const { status, text } = await this.#post(path, input);
    if (status !== 200) throw new Error(`The runtime answered ${status} to ${path}: ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** Does not use `fetch`: loading that takes more memory than the rest of this process. */
  #post(path: string, input: unknown): Promise<Reply> {
    const headers = { authorization: this.#secret, "content-type": "application/json" };
    return new Promise((resolve, reject) => {
      const call = request({
        // Not localhost: that may be ::1, on which another user's program can take the same port.
        host: "127.0.0.1",
        port: this.#port,
        path,
        method: "POST",
        headers,
        agent: false,
      });
      call.once("error", reject);
      call.once("response", (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.once("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.once("error", reject);
      });
      call.end(JSON.stringify(input));
    });
  }
}
