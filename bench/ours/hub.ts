import { EndpointHub } from "../../src/worker/hub/endpoint-hub.ts";
import type { Env } from "../../src/worker/env.ts";

/** Calls of this isolate's hubs to the objects of accounts. */
let allowanceCalls = 0;

/** The product's hub; what is added is for the bench to look in and to save it hours of posting. */
export class BenchHub extends EndpointHub {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, { ...env, ALLOWANCE: countCalls(env.ALLOWANCE) });
  }

  allowanceCalls(): number {
    return allowanceCalls;
  }

  /**
   * Repeats the newest stored request `count` times, as if it had come again and again. The
   * hub's picture of its log is then old: call `restart`.
   */
  fill(count: number): void {
    const { sql } = this.ctx.storage;
    const names = sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('requests')");
    const columns = [...names].map(({ name }) => name);
    sql.exec(
      `WITH RECURSIVE again(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM again WHERE n < ?)
       INSERT INTO requests (${columns.join(", ")})
       SELECT ${columns.map(repeated).join(", ")} FROM again,
         (SELECT * FROM requests ORDER BY seq DESC LIMIT 1)`,
      count,
    );
  }

  /** Ends this instance; the next call finds one that has read its state anew. */
  restart(): void {
    this.ctx.abort("The bench restarts it.");
  }
}

/** What a column holds in the n-th repetition of a row. */
function repeated(column: string): string {
  if (column === "seq") return "seq + n";
  if (column === "id") return "printf('%08x', seq + n) || substr(id, 9)";
  // About what a row takes: it is compared with the plan's room, and there is plenty.
  if (column === "bytes_through") return "bytes_through + n * (size + 200)";
  return column;
}

type Allowance = Env["ALLOWANCE"];

/** The namespace, with each call of its objects counted. */
function countCalls(namespace: Allowance): Allowance {
  const getByName = (name: string) => countedStub(namespace.getByName(name));
  return new Proxy(namespace, {
    get: (target, property) =>
      property === "getByName" ? getByName : Reflect.get(target, property, target),
  });
}

function countedStub<Stub extends object>(stub: Stub): Stub {
  return new Proxy(stub, {
    get(target, property) {
      const call = Reflect.get(target, property, target) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        allowanceCalls++;
        return Reflect.apply(call, target, args);
      };
    },
  });
}
