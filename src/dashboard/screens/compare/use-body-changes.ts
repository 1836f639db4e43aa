import { useEffect, useState } from "react";
import { compareBodies, type BodyChanges } from "../../inspect/compare-bodies.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { useExactBytes } from "../request/use-exact-bytes.ts";

export type ComparedBodies =
  /** A body is above 1 MiB. `load` fetches it. */
  | { is: "not-loaded"; load(): void }
  | { is: "loading" }
  | { is: "failed"; error: unknown }
  | { is: "compared"; changes: BodyChanges };

/** Compares the bodies of two requests. The diff library is loaded on first use. */
export function useBodyChanges(before: CapturedRequest, after: CapturedRequest): ComparedBodies {
  const [shouldFetch, setShouldFetch] = useState(false);
  const left = useExactBytes(before, shouldFetch);
  const right = useExactBytes(after, shouldFetch);
  const [compared, setCompared] = useState<ComparedBodies | null>(null);
  useEffect(() => {
    if (left.is !== "loaded" || right.is !== "loaded") return;
    let isCurrent = true;
    compareBodies(
      { contentType: before.contentType, bytes: left.bytes },
      { contentType: after.contentType, bytes: right.bytes },
    ).then(
      (changes) => isCurrent && setCompared({ is: "compared", changes }),
      (error: unknown) => isCurrent && setCompared({ is: "failed", error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [before, after, left, right]);
  const failed = [left, right].find((side) => side.is === "failed");
  if (failed) return failed;
  if (left.is === "not-loaded" || right.is === "not-loaded") {
    return { is: "not-loaded", load: () => setShouldFetch(true) };
  }
  return compared ?? { is: "loading" };
}
