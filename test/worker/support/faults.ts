import { env } from "cloudflare:workers";
import type { Env } from "../../../src/worker/env.ts";

/** Makes a call that fails, or fails without making it. */
type Fault = (call: () => unknown) => Promise<never>;

/** The errors of objects. Source: developers.cloudflare.com/durable-objects/best-practices/error-handling */
export const OBJECT_FAULTS: Readonly<Record<string, Fault>> = {
  "throws before its commit": () => Promise.reject(new Error("a fault of ours")),
  "throws after its commit": async (call) => {
    await call();
    throw new Error("a fault of ours");
  },
  "is overloaded": () => {
    const marks = { retryable: true, overloaded: true };
    return Promise.reject(Object.assign(new Error("Durable Object is overloaded."), marks));
  },
  "has a full disk": () =>
    Promise.reject(new Error("database or disk is full: SQLITE_FULL (extended: SQLITE_FULL)")),
};

/** The objects of a binding, whose every call fails. */
export function failingObjects<Name extends "HUB" | "ALLOWANCE">(name: Name, fail: Fault): Env {
  const getByName = (object: string) =>
    new Proxy(env[name].getByName(object), {
      get:
        (stub, method) =>
        (...args: unknown[]) =>
          fail(() => (Reflect.get(stub, method) as (...all: unknown[]) => unknown)(...args)),
    });
  return { ...env, [name]: Object.assign(Object.create(env[name]), { getByName }) };
}

/** The errors of D1. Source: developers.cloudflare.com/d1/observability/debug-d1 */
export const DATABASE_FAULTS = [
  "D1_ERROR: database is locked: SQLITE_BUSY",
  "D1_ERROR: D1 DB is overloaded. Too many requests queued.",
  // The binding passes on an error of its connection as it is.
  "Network connection lost.",
] as const;

/** A database whose every statement fails with this message. */
export function failingDatabase(message: string): Env {
  const fail = () => Promise.reject(new Error(message));
  const statement = { first: fail, all: fail, run: fail, raw: fail, bind: () => statement };
  const DB = { prepare: () => statement, batch: fail, exec: fail, withSession: () => DB };
  return { ...env, DB: DB as unknown as D1Database };
}
