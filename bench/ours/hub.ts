import { EndpointHub } from "../../src/worker/hub/endpoint-hub.ts";
import type { Env } from "../../src/worker/env.ts";

/** Calls that the hubs of this isolate made to account objects. */
let allowanceCalls = 0;

/** The product's hub, with methods to count calls and to fill the log without hours of posting. */
export class BenchHub extends EndpointHub {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, { ...env, ALLOWANCE: countCalls(env.ALLOWANCE) });
  }

  allowanceCalls(): number {
    return allowanceCalls;
  }

  /**
   * Inserts `count` copies of the newest stored request. The hub's cached state of its log is stale
   * afterwards: call `restart`.
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

  /** Aborts this instance. The next call starts a new one, which reads its state from storage. */
  restart(): void {
    this.ctx.abort("Restarted by the benchmark.");
  }
}

/** The SQL for a column of the n-th copy. */
function repeated(column: string): string {
  if (column === "seq") return "seq + n";
  if (column === "id") return "printf('%08x', seq + n) || substr(id, 9)";
  // An estimate is enough: it only counts towards the storage limit, which is far away.
  if (column === "bytes_through") return "bytes_through + n * (size + 200)";
  return column;
}

type Allowance = Env["ALLOWANCE"];

/** Wraps the namespace so that each call to one of its objects is counted. */
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
