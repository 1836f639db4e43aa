import { expect, it } from "vitest";
import { HTTP_METHODS, type OpenApi } from "../../../src/openapi/types.ts";
import { routes } from "../../../src/worker/app.ts";
import { INGEST_PREFIX } from "../../../src/worker/ingest/ingest.ts";
import { STORIES } from "../support/described.ts";
import description from "../../../docs/openapi.json";

const API: OpenApi = description;

/** URLs for browsers only: the dashboard, pages with their forms, style sheet and icon. */
const PAGES = new Set([
  "GET /",
  "GET /endpoints/*",
  "GET /settings/*",
  "GET /assets/*",
  "GET /pages.css",
  "GET /icon.svg",
  "GET /goodbye",
  "GET /docs",
  "GET /docs/connect",
  "GET /docs/api",
  "GET /docs/limits",
  "GET /pricing",
  "GET /sign-in",
  "POST /sign-in",
  "POST /sign-in/code",
  "POST /sign-in/out",
  "POST /auth/cli",
  "GET /auth/github",
  "GET /auth/github/callback",
  "GET /device",
  "POST /device",
  "POST /device/decision",
]);

/** `GET /api/endpoints/{id}` */
const registered = new Set(
  routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`),
);
const described = Object.entries(API.paths).flatMap(([path, item]) =>
  HTTP_METHODS.filter((method) => item[method]).map((method) => `${method.toUpperCase()} ${path}`),
);

it("the document describes every route except the browser's pages, and no others", () => {
  const expected = [...registered].filter((route) => !PAGES.has(route));
  const routed = described.filter((route) => !route.includes(` ${INGEST_PREFIX}`));
  expect(routed.toSorted()).toEqual(expected.toSorted());
  expect([...PAGES].filter((page) => !registered.has(page))).toEqual([]);
});

it("the document describes webhooks with every method, at the endpoint and below it", () => {
  const ways = described.filter((route) => route.includes(` ${INGEST_PREFIX}`));
  const expected = ["/h/{endpointId}", "/h/{endpointId}/{path}"].flatMap((path) =>
    HTTP_METHODS.map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(ways.toSorted()).toEqual(expected.toSorted());
});

it("every resource has a story", () => {
  const covered = Object.values(STORIES).flat();
  expect(covered.toSorted()).toEqual(API.tags.map(({ name }) => name).toSorted());
});
