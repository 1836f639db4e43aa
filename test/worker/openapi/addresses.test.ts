import { expect, it } from "vitest";
import { HTTP_METHODS, type OpenApi } from "../../../src/openapi/types.ts";
import { routes } from "../../../src/worker/app.ts";
import { INGEST_PREFIX } from "../../../src/worker/ingest/ingest.ts";
import { STORIES } from "../support/described.ts";
import description from "../../../docs/openapi.json";

const API: OpenApi = description;

/** What browsers alone go to: the dashboard, pages, their forms, sheet and icon. */
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

it("describes every route but the browser's pages, and none that is not there", () => {
  const expected = [...registered].filter((route) => !PAGES.has(route));
  const routed = described.filter((route) => !route.includes(` ${INGEST_PREFIX}`));
  expect(routed.toSorted()).toEqual(expected.toSorted());
  expect([...PAGES].filter((page) => !registered.has(page))).toEqual([]);
});

it("describes the way in of webhooks by every method, at the endpoint and below", () => {
  const ways = described.filter((route) => route.includes(` ${INGEST_PREFIX}`));
  const expected = ["/h/{endpointId}", "/h/{endpointId}/{path}"].flatMap((path) =>
    HTTP_METHODS.map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(ways.toSorted()).toEqual(expected.toSorted());
});

it("has a story for each resource", () => {
  const told = Object.values(STORIES).flat();
  expect(told.toSorted()).toEqual(API.tags.map(({ name }) => name).toSorted());
});
