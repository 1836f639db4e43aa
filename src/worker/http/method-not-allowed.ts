import type { Hono } from "hono";
import type { AppContext } from "../app-context.ts";

/** The routes of the finished app. Excludes middleware, which is registered for all methods. */
export function routesOf(app: Hono<AppContext>): { method: string; path: string }[] {
  return app.routes.filter(({ method }) => method !== "ALL");
}

/** Returns a function that lists the methods of a path: a wrong method gets 405, not 404. */
export function methodsOf(app: Hono<AppContext>): (path: string) => string[] {
  const routes = routesOf(app).map(({ method, path }) => ({ method, pattern: toPattern(path) }));
  return (path) => {
    const methods = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(methods)];
  };
}

/** Matches like the router: no trailing slash, literal dots, and `/x/*` includes `/x` itself. */
function toPattern(path: string): RegExp {
  const literal = path.replaceAll(".", String.raw`\.`).replace(/\/\*$/, "(?:/.*)?");
  return new RegExp(`^${literal.replaceAll(/:[a-zA-Z]+/g, "[^/]+")}$`);
}
