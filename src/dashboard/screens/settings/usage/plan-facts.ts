import { durationText } from "../../../components/time-text.ts";
import type { Usage } from "../../../../client/index.ts";
import { numberText } from "../../../inspect/size.ts";

const KIB = 1024;

/** The limits of a plan, in words. */
export function planFacts(plan: Usage["plan"]): [name: string, words: string][] {
  return [
    ["Endpoint lifetime", `${durationText(plan.endpointValidityMs)}, unless permanent`],
    ["History", durationText(plan.historyMs)],
    [
      "Storage per endpoint",
      `${wholeSize(plan.maxStoredBytes)}, then the oldest requests are deleted`,
    ],
    ["Webhooks per second and endpoint", limitText(plan.maxRequestsPerSecond)],
    ["Maximum body size", wholeSize(plan.maxBodyBytes)],
    ["Listeners per endpoint", numberText(plan.maxListeners)],
    ["Replay", plan.canReplay ? "Included" : "Not included"],
  ];
}

function limitText(max: number | null): string {
  return max === null ? "Unlimited" : numberText(max);
}

/** Without a needless decimal: 64 KiB, not 64.0 KiB. */
function wholeSize(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  let [size, power] = [bytes, 0];
  while (size >= KIB && power < units.length - 1) [size, power] = [size / KIB, power + 1];
  return `${numberText(rounded(size))} ${units[power]}`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
