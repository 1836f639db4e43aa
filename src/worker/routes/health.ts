import { Hono } from "hono";
import type { AppContext } from "../app-context.ts";
import { isOperator } from "../auth/operator.ts";
import { deepHealth } from "../domain/health.ts";

/**
 * /api/health: whether the worker runs. With the operator's token, whether its database is ready,
 * too; strangers must not cause queries.
 */
export const health = new Hono<AppContext>().get("/", async (c) => {
  return c.json((await isOperator(c)) ? await deepHealth(c.env) : { status: "ok" });
});
