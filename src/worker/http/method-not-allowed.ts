import type { Hono } from "hono";
import type { AppContext } from "../app-context.ts";

/** What the finished app answers; its middleware, registered for all methods, is left out. */
export function routesOf(app: Hono<AppContext>): { method: string; path: string }[] {
  return app.routes.filter(({ method }) => method !== "ALL");
}

/** Tells which methods an address takes, so that a wrong one gets 405 with `Allow`, not 404. */
export function methodsOf(app: Hono<AppContext>): (path: string) => string[] {
  const routes = routesOf(app).map(({ method, path }) => ({ method, pattern: toPattern(path) }));
  return (path) => {
    const methods = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(methods)];
  };
}

/** Matches what the router matches: no trailing slash, a dot is a dot, a final star is all below. */
function toPattern(path: string): RegExp {
  const literal = path.replaceAll(".", String.raw`\.`).replace(/\/\*$/, "(?:/.*)?");
  return new RegExp(`^${literal.replaceAll(/:[a-zA-Z]+/g, "[^/]+")}$`);
}
