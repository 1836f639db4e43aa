import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS } from "../../../../src/protocol/time-units.ts";
import { UnreadBytes } from "../../../../src/worker/hub/listeners/unread-bytes.ts";

const MIB = 1024 * 1024;
const never = () => null;

/** Sends in pieces of 100 KiB, from one time to another. */
function send(unread: UnreadBytes, bytes: number, from: number, to: number): void {
  const pieces = Math.ceil(bytes / 102_400);
  for (let n = 0; n < pieces; n++) unread.add(102_400, from + ((to - from) * n) / pieces);
}

describe("a listener that never pings", () => {
  it("stays in time if it reads 100 MiB over ten minutes", () => {
    const unread = new UnreadBytes();
    for (let minute = 0; minute < 10; minute++) {
      const from = minute * MINUTE_MS;
      send(unread, 10 * MIB, from, from + MINUTE_MS);
      expect(unread.progress(from + MINUTE_MS, never)).toBe("in time");
    }
    expect(unread.sentAt.length).toBeLessThan(20);
  });

  it("is behind at 32 MiB within a minute, lost at 64 MiB, and in time a minute later", () => {
    const unread = new UnreadBytes();
    unread.add(32 * MIB - 1, 0);
    expect(unread.progress(59 * SECOND_MS, never)).toBe("in time");
    unread.add(1, 1);
    expect(unread.progress(59 * SECOND_MS, never)).toBe("behind");
    unread.add(32 * MIB - 1, 2);
    expect(unread.progress(59 * SECOND_MS, never)).toBe("behind");
    unread.add(1, 3);
    expect(unread.progress(59 * SECOND_MS, never)).toBe("lost");
    expect(unread.progress(MINUTE_MS + 3, never)).toBe("in time");
  });
});

describe("a listener that pings", () => {
  it("stays in time at any rate if it pings after every 4 MiB", () => {
    const unread = new UnreadBytes();
    let pingedAt = 0;
    for (let now = 1; now <= 1_000; now++) {
      unread.add(4 * MIB, now);
      expect(unread.progress(now, () => pingedAt)).toBe("in time");
      pingedAt = now;
    }
  });

  it("is counted since its last ping, however long ago that was", () => {
    const unread = new UnreadBytes();
    const pingedAt = () => 0;
    for (let minute = 1; minute <= 31; minute++) {
      unread.add(MIB, minute * MINUTE_MS);
      expect(unread.progress(minute * MINUTE_MS, pingedAt)).toBe("in time");
    }
    unread.add(MIB, 32 * MINUTE_MS);
    expect(unread.progress(40 * MINUTE_MS, pingedAt)).toBe("behind");
    expect(unread.progress(40 * MINUTE_MS, () => 39 * MINUTE_MS)).toBe("in time");
  });

  it("is still behind after its state was kept and read again", () => {
    const unread = new UnreadBytes();
    unread.add(33 * MIB, 5);
    expect(new UnreadBytes(unread.sentAt).progress(6, () => 4)).toBe("behind");
  });

  it("is not closed because the clock was set back", () => {
    const unread = new UnreadBytes();
    unread.add(31 * MIB, 10 * MINUTE_MS);
    expect(unread.progress(10 * MINUTE_MS, () => 0)).toBe("in time");
    for (let now = 1; now <= 100; now++) {
      unread.add(4 * MIB, now);
      expect(unread.progress(now, () => now - 1)).toBe("in time");
    }
  });
});
