import { Hono } from "hono";
import type { AppContext } from "../app-context.ts";
import { AppError } from "../domain/app-error.ts";
import { isDatabaseReady } from "../storage/health.ts";

/** /api/health: 200 once the worker can serve, which takes a database with its tables. */
export const health = new Hono<AppContext>().get("/", async (c) => {
  if (!(await isDatabaseReady(c.env.DB))) throw new AppError("unavailable");
  return c.json({ status: "ok" });
});
