import { Hono } from "hono";
import type { AppContext } from "../app-context.ts";
import { checkHealth } from "../domain/health.ts";

/** /api/health: 200 if the worker can serve, which needs a database with its tables. */
export const health = new Hono<AppContext>().get("/", async (c) => {
  await checkHealth(c.env);
  return c.json({ status: "ok" });
});
