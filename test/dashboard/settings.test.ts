import { describe, expect, it } from "vitest";
import type { ApiKey, Usage } from "../../src/client/index.ts";
import { DAY_MS } from "../../src/protocol/time-units.ts";
import { DEFAULT_PLANS } from "../../src/protocol/plans.ts";
import { nextUtcDay, utcDay } from "../../src/dashboard/api/day.ts";
import { revokedText } from "../../src/dashboard/screens/settings/revoked-text.ts";
import { expiryOf } from "../../src/dashboard/screens/settings/api-keys/expiry.ts";
import {
  expiresSoon,
  endpointsText,
  suspendedIds,
} from "../../src/dashboard/screens/settings/api-keys/key-facts.ts";
import { planFacts } from "../../src/dashboard/screens/settings/usage/plan-facts.ts";
import { limitWarnings } from "../../src/dashboard/shell/limit-warning.ts";

const NOW = Date.UTC(2026, 10, 27, 12);

function keyWith(parts: Partial<ApiKey>): ApiKey {
  return {
    id: "k",
    name: null,
    prefix: "hnx_abc",
    createdAt: new Date(NOW).toISOString(),
    lastUsedAt: null,
    expiresAt: null,
    endpointIds: null,
    ...parts,
  };
}

function usageWith(parts: Partial<Usage>): Usage {
  return {
    endpoints: { current: 0, limit: 3 },
    permanentEndpoints: { current: 0, limit: 0 },
    requests: { current: 0, limit: 100 },
    apiKeys: { current: 0, limit: 0 },
    plan: { name: "free", ...DEFAULT_PLANS.free },
    ...parts,
  };
}

describe("a plan limit warning", () => {
  const levels = (parts: Partial<Usage>) =>
    limitWarnings(usageWith(parts)).map(({ resource, level }) => `${resource} ${level}`);

  it.each([
    [79, []],
    [80, ["requests near"]],
    [99, ["requests near"]],
    [100, ["requests reached"]],
    [101, ["requests reached"]],
  ])("at %i of 100 requests is %j", (current, expected) => {
    expect(levels({ requests: { current, limit: 100 } })).toEqual(expected);
  });

  it("covers endpoints too, after requests", () => {
    const endpoints = { current: 3, limit: 3 };
    expect(levels({ endpoints })).toEqual(["endpoints reached"]);
    expect(levels({ endpoints, requests: { current: 85, limit: 100 } })).toEqual([
      "requests near",
      "endpoints reached",
    ]);
  });

  it("never shows without a limit", () => {
    expect(levels({ requests: { current: 1_000_000, limit: null } })).toEqual([]);
  });
});

it("starts a new day at midnight UTC", () => {
  expect(utcDay(NOW)).toBe("2026-11-27");
  expect(nextUtcDay(NOW)).toBe(Date.UTC(2026, 10, 28));
  expect(nextUtcDay(Date.UTC(2026, 10, 28))).toBe(Date.UTC(2026, 10, 29));
});

describe("the result of a revoke", () => {
  it.each([
    [{ revoked: true, closedConnections: 0 } as const, "It had no open connections."],
    [{ revoked: true, closedConnections: 1 } as const, "1 connection closed."],
    [{ revoked: true, closedConnections: 12 } as const, "12 connections closed."],
  ])("%j", (result, text) => {
    expect(revokedText(result)).toBe(text);
  });

  it("tells which endpoints were not reached yet", () => {
    expect(revokedText({ revoked: true, pending: 2 })).toBe(
      "It no longer works. 2 endpoints could not be reached yet; any connections there will be closed automatically.",
    );
  });
});

describe("a key", () => {
  it("expires after some days, on a date, or never", () => {
    expect(expiryOf("30", "", NOW)).toBe(new Date(NOW + 30 * DAY_MS).toISOString());
    expect(expiryOf("never", "2026-01-01", NOW)).toBeNull();
    expect(expiryOf("date", "2027-02-03", NOW)).toBe(
      new Date(2027, 1, 3, 23, 59, 59).toISOString(),
    );
    expect(expiryOf("date", "", NOW)).toBeUndefined();
  });

  it("expires soon if less than a week is left", () => {
    const inDays = (days: number) =>
      expiresSoon(keyWith({ expiresAt: new Date(NOW + days * DAY_MS).toISOString() }), NOW);
    expect([inDays(6), inDays(8)]).toEqual([true, false]);
    expect(expiresSoon(keyWith({}), NOW)).toBe(false);
  });

  it("tells which endpoints it can use", () => {
    const id = "11112222-3333-8444-8555-666677778888";
    expect(endpointsText(keyWith({}), [])).toBe("all");
    expect(endpointsText(keyWith({ endpointIds: [id] }), [])).toBe("11112222");
    expect(endpointsText(keyWith({ endpointIds: [id, "b", "c"] }), [])).toBe("3");
  });

  it("is suspended if the plan's limit covers only older keys", () => {
    const keys = ["c", "b", "a"].map((id) => keyWith({ id }));
    const suspended = (limit: number) => [
      ...suspendedIds(keys, usageWith({ apiKeys: { current: 3, limit } })),
    ];
    expect(suspended(3)).toEqual([]);
    expect(suspended(1)).toEqual(["c", "b"]);
    expect(suspended(0)).toEqual(["c", "b", "a"]);
  });
});

it.each([
  ["free", "24 hours, unless permanent", "64 KiB", "Not included"],
  ["team", "365 days, unless permanent", "25 MiB", "Included"],
] as const)("describes what %s allows", (name, life, body, replay) => {
  const words = new Map(planFacts({ name, ...DEFAULT_PLANS[name] }));
  expect(words.get("Endpoint lifetime")).toBe(life);
  expect(words.get("Maximum body size")).toBe(body);
  expect(words.get("Replay")).toBe(replay);
});
