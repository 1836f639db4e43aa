import type { Hono } from "hono";
import type { AppContext } from "../app-context.ts";

/** The routes of the finished app, without its middleware, which is registered for all methods. */
export function routesOf(app: Hono<AppContext>): { method: string; path: string }[] {
  return app.routes.filter(({ method }) => method !== "ALL");
}

/** Finds the methods of a path, so that a wrong method gets 405 with `Allow` and not 404. */
export function methodsOf(app: Hono<AppContext>): (path: string) => string[] {
  const routes = routesOf(app).map(({ method, path }) => ({ method, pattern: toPattern(path) }));
  return (path) => {
    const methods = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(methods)];
  };
}

/** Matches like the router: no trailing slash, dots are literal, a final star is everything below. */
function toPattern(path: string): RegExp {
  const literal = path.replaceAll(".", String.raw`\.`).replace(/\/\*$/, "(?:/.*)?");
  return new RegExp(`^${literal.replaceAll(/:[a-zA-Z]+/g, "[^/]+")}$`);
}
