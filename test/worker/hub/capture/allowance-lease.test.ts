import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../../../src/protocol/time-units.ts";
import type { Grant } from "../../../../src/worker/account/allowance.ts";
import { AllowanceLease } from "../../../../src/worker/hub/capture/allowance-lease.ts";
import { hubOf, newAccount, newEndpoint } from "../../support/world.ts";

const NOON = 20_000 * DAY_MS + DAY_MS / 2;

/** Runs with a lease whose account answers with these grants, one after another. */
async function withLease(
  answers: Partial<Grant>[],
  act: (lease: AllowanceLease, calls: () => number) => Promise<void>,
) {
  const { id } = await newEndpoint(await newAccount("free"));
  await runInDurableObject(hubOf(id), async (_, { storage: { sql } }) => {
    let calls = 0;
    const lender = {
      lease: async ({ day }: { day: number }) => ({
        day,
        granted: 0,
        grants: 0,
        ...answers[calls++],
      }),
      giveBack: async () => {},
    };
    const log = { lastSeq: 0 };
    const lease = new AllowanceLease({ sql, log, endpointId: () => id, lenderOf: () => lender });
    await act(lease, () => calls);
  });
}

const refill = (lease: AllowanceLease, now: number, limit: number | null = 100) =>
  lease.refill("account", 1, limit, now);

describe("a lease that was refused", () => {
  it("is requested again on the next day, if no hub has anything left", () =>
    withLease([{ isExhausted: true }, { granted: 5, grants: 1 }], async (lease, calls) => {
      for (const ms of [0, 5_000, DAY_MS / 2 - 1]) {
        expect(await refill(lease, NOON + ms)).toBe(false);
      }
      expect(calls()).toBe(1);
      expect(await refill(lease, NOON + DAY_MS / 2)).toBe(true);
    }));

  it("is requested again after five seconds, if a hub may still return something", () =>
    withLease([{}, { granted: 5, grants: 1 }], async (lease, calls) => {
      for (const ms of [0, 4_999]) expect(await refill(lease, NOON + ms)).toBe(false);
      expect(calls()).toBe(1);
      expect(await refill(lease, NOON + 5_000)).toBe(true);
    }));

  it("is requested again at once after the clock was set back", () =>
    withLease([{}, { granted: 5, grants: 1 }], async (lease) => {
      expect(await refill(lease, NOON)).toBe(false);
      expect(await refill(lease, NOON - 60_000)).toBe(true);
    }));

  it("is requested again at once under another limit, or after the plan changed", () =>
    withLease([{ isExhausted: true }, { isExhausted: true }, {}], async (lease, calls) => {
      await refill(lease, NOON, 100);
      await refill(lease, NOON, 200);
      expect(calls()).toBe(2);
      await lease.returnAll("account");
      await refill(lease, NOON, 200);
      expect(calls()).toBe(3);
    }));
});
