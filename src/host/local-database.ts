import type { Control } from "./control.ts";
import type { Database, Statement } from "./migrate.ts";

/** The worker's database, which is reached through the control worker. */
export class LocalDatabase implements Database {
  readonly #control: Control;

  constructor(control: Control) {
    this.#control = control;
  }

  prepare(sql: string): LocalStatement {
    return new LocalStatement(this.#control, sql);
  }

  async batch(statements: LocalStatement[]): Promise<void> {
    await this.#control.runStatements(statements);
  }
}

/** The control worker reads it as JSON: `{sql, values}`. */
class LocalStatement implements Statement {
  readonly #control: Control;
  readonly sql: string;
  readonly values: unknown[];

  constructor(control: Control, sql: string, values: unknown[] = []) {
    [this.#control, this.sql, this.values] = [control, sql, values];
  }

  bind(...values: unknown[]): LocalStatement {
    return new LocalStatement(this.#control, this.sql, values);
  }

  async run(): Promise<void> {
    await this.all();
  }

  async all<Row>(): Promise<{ results: Row[] }> {
    const [rows = []] = await this.#control.runStatements([this]);
    return { results: rows as Row[] };
  }
}
