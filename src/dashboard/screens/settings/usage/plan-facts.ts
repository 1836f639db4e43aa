import { durationText } from "../../../components/time-text.ts";
import type { Usage } from "../../../../client/index.ts";
import { numberText } from "../../../inspect/size.ts";

const KIB = 1024;

/** What a plan allows, in words, as it is in force here. */
export function planFacts(plan: Usage["plan"]): [name: string, words: string][] {
  return [
    ["An endpoint lives for", `${durationText(plan.endpointValidityMs)}, unless it is permanent`],
    ["History is kept for", durationText(plan.historyMs)],
    ["Stored per endpoint", `${wholeSize(plan.maxStoredBytes)}, then the oldest goes first`],
    ["Largest body", wholeSize(plan.maxBodyBytes)],
    ["Listeners per endpoint", `${numberText(plan.maxListeners)} at once`],
    ["Replay", plan.canReplay ? "to any listener" : "not on this plan"],
  ];
}

/** Limits are whole numbers of their unit: 64 KiB, not 64.0 KiB. */
function wholeSize(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  let [size, power] = [bytes, 0];
  while (size >= KIB && power < units.length - 1) [size, power] = [size / KIB, power + 1];
  return `${numberText(rounded(size))} ${units[power]}`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
