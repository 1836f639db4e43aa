import { describe, expect, it } from "vitest";
import type { StoredRequest } from "../../../../src/protocol/captured-request.ts";
import { MAX_CATCH_UP_BYTES, MAX_CATCH_UP_REQUESTS } from "../../../../src/protocol/catch-up.ts";
import { catchUp } from "../../../../src/worker/hub/listeners/catch-up.ts";

/** Requests `from` to `to`, newest first, as a hub reads them. */
function* stored(from: number, to: number): Generator<StoredRequest> {
  for (let seq = to; seq >= from; seq--) {
    yield {
      id: String(seq),
      seq,
      createdAt: 0,
      method: "POST",
      path: "/h",
      rawQuery: "",
      headersJson: "[]",
      ip: null,
      size: 0,
      body: null,
    };
  }
}

const bySeq = ({ seq }: StoredRequest) => String(seq);
const names = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

describe("catching up", () => {
  it("sends everything that was missed, oldest first, without a gap", () => {
    expect(catchUp(stored(6, 9), 5, 0, bySeq)).toEqual({ gap: null, frames: names(6, 9) });
    expect(catchUp(stored(6, 5), 5, 0, bySeq)).toEqual({ gap: null, frames: [] });
  });

  it("sends exactly the maximum of requests before it announces a gap", () => {
    const last = MAX_CATCH_UP_REQUESTS;
    expect(catchUp(stored(1, last), 0, 0, bySeq).gap).toBeNull();
    const { gap, frames } = catchUp(stored(1, last + 1), 0, 0, bySeq);
    expect(gap).toEqual({ from: 1, to: 1 });
    expect(frames).toEqual(names(2, last + 1));
  });

  it("sends exactly the maximum of bytes before it announces a gap", () => {
    const quarter = "x".repeat(MAX_CATCH_UP_BYTES / 4);
    expect(catchUp(stored(1, 4), 0, 0, () => quarter)).toMatchObject({ gap: null });
    const { gap, frames } = catchUp(stored(1, 5), 0, 0, () => quarter);
    expect(gap).toEqual({ from: 1, to: 1 });
    expect(frames).toHaveLength(4);
  });

  it("announces everything as a gap if even the newest request is too large", () => {
    const huge = "x".repeat(MAX_CATCH_UP_BYTES + 1);
    expect(catchUp(stored(3, 7), 2, 0, () => huge)).toEqual({
      gap: { from: 3, to: 7 },
      frames: [],
    });
  });

  it("announces trimmed requests first, and then sends everything that is stored", () => {
    expect(catchUp(stored(8, 9), 3, 7, bySeq)).toEqual({
      gap: { from: 4, to: 7 },
      frames: names(8, 9),
    });
    expect(catchUp(stored(8, 9), 7, 7, bySeq).gap).toBeNull();
    const { gap } = catchUp(stored(8, 200), 3, 7, bySeq);
    expect(gap).toEqual({ from: 4, to: 100 });
  });

  it("counts deleted requests neither as a gap nor as sent", () => {
    const withHole = [...stored(1, 300)].filter(({ seq }) => seq < 5 || seq > 250);
    const { gap, frames } = catchUp(withHole, 0, 0, bySeq);
    expect(gap).toBeNull();
    expect(frames).toEqual([...names(1, 4), ...names(251, 300)]);
  });
});
