import { expect, it } from "vitest";
import { RecentCaptures } from "../../../../src/worker/hub/capture/recent-captures.ts";

const NOW = 1_000_000_000;
const SECOND = 1_000;

function newRecent() {
  const nothing = { exec: () => [] } as unknown as SqlStorage;
  const recent = new RecentCaptures(nothing);
  const note = (id: string, now: number) => recent.note([{ id, createdAt: now }], now);
  return { note, isKnown: (id: string, now: number) => recent.find(id, now) !== null };
}

it("a stored request is remembered for 20 seconds at least, and not much longer", () => {
  const { note, isKnown } = newRecent();
  const ids = Array.from({ length: 4 }, () => crypto.randomUUID());
  ids.forEach((id, index) => note(id, NOW + index * 21 * SECOND));
  expect(ids.map((id) => isKnown(id, NOW + 63 * SECOND))).toEqual([false, false, true, true]);
});

it("a stored request is forgotten after the clock was set back, too", () => {
  const { note, isKnown } = newRecent();
  const id = crypto.randomUUID();
  note(id, NOW);
  note(crypto.randomUUID(), NOW - 3_600 * SECOND);
  expect(isKnown(id, NOW - 3_600 * SECOND)).toBe(true);
  note(crypto.randomUUID(), NOW - 3_579 * SECOND);
  expect(isKnown(id, NOW - 3_579 * SECOND)).toBe(false);
});
