import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppContext } from "../app-context.ts";
import { AppError } from "../domain/app-error.ts";
import { isSameSecret } from "../domain/secret.ts";

/** Whether the caller has the operator's token. Always false if ADMIN_TOKEN is not set. */
export async function isOperator(c: Context<AppContext>): Promise<boolean> {
  const expected = c.env.ADMIN_TOKEN;
  if (!expected) return false;
  return isSameSecret(c.req.header("authorization") ?? "", `Bearer ${expected}`);
}

/** For the operator's routes, which exist only if ADMIN_TOKEN is set. */
export const operatorToken = createMiddleware<AppContext>(async (c, next) => {
  if (!c.env.ADMIN_TOKEN) throw new AppError("not_found");
  if (!(await isOperator(c))) throw new AppError("not_signed_in");
  await next();
});
