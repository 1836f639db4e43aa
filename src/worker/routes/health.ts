import { Hono } from "hono";
import type { AppContext } from "../app-context.ts";
import { checkHealth } from "../domain/health.ts";

/** /api/health: 200 if the database answers and is migrated. */
export const health = new Hono<AppContext>().get("/", async (c) => {
  await checkHealth(c.env);
  return c.json({ status: "ok" });
});
