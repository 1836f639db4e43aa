import type { Group, Target } from "./cells/cell.ts";
import { ladderGroup, throughputGroup } from "./cells/throughput.ts";
import type { Subject } from "./subjects.ts";

/*
 * All that is measured, in one place. Names are what `--only` takes: a whole one or its beginning.
 */
const ON_WORKERD: Subject[] = ["ours@workerd", "floor@workerd"];
const ON_BOTH: Subject[] = [...ON_WORKERD, "ours@miniflare", "floor@miniflare"];

/** What is measured of everything, as the targets need it. */
export const GROUPS: Group[] = [
  throughputGroup([
    ["1c-0l-1e", [...ON_WORKERD, "node"]],
    ["1c-1l-1e", [...ON_BOTH, "node"]],
    ["16c-0l-1e", [...ON_WORKERD, "node"]],
    ["16c-1l-1e", [...ON_BOTH, "node"]],
    ["64c-1l-1e", [...ON_BOTH, "node"]],
    ["16c-3l-1e", ON_WORKERD],
    ["16c-100l-1e", ON_BOTH],
    ["16c-1l-16e", [...ON_WORKERD, "node"]],
    ["64c-1l-16e", ON_WORKERD],
  ]),
  ladderGroup(["1c-0l-1e", "16c-0l-1e"]),
];

/** The part of it that a smoke run does: each kind once. */
const IN_SMOKE = ["throughput/1c-1l-1e", "throughput/16c-1l-1e", "ladder/16c-0l-1e"];

/** The groups with those cells that are asked for; a smoke run leaves out what was not named. */
export function chooseGroups(only: readonly string[], isSmoke: boolean): Group[] {
  const wanted = only.length > 0 ? only : isSmoke ? IN_SMOKE : [""];
  const isWanted = ({ name }: { name: string }) => wanted.some((start) => name.startsWith(start));
  const groups = GROUPS.map((group) => ({ ...group, cells: group.cells.filter(isWanted) }));
  return groups.filter(({ cells }) => cells.length > 0);
}

const [OURS, FLOOR] = ["ours@workerd", "floor@workerd"] as const;

/** The targets. */
export const TARGETS: Target[] = [
  ...[16, 64].flatMap((connections) =>
    onBothHosts({
      title: `requests/s at ${connections} connections, 1 listener`,
      cell: `throughput/${connections}c-1l-1e`,
      figure: "requestsPerSecond",
      atLeast: 2,
    }),
  ),
  ...onBothHosts({
    title: "CPU a request at 16 connections",
    cell: "throughput/16c-1l-1e",
    figure: "cpuMicros",
    atMost: 0.6,
  }),
  ...onBothHosts({
    title: "requests/s at 1 connection",
    cell: "throughput/1c-1l-1e",
    figure: "requestsPerSecond",
    atLeast: 0.9,
  }),
  ...onBothHosts({
    title: "p99 at 16 connections",
    cell: "throughput/16c-1l-1e",
    figure: "p99Ms",
    atMost: 0.5,
  }),
  ...onBothHosts({
    title: "requests/s with 100 listeners on one endpoint",
    cell: "throughput/16c-100l-1e",
    figure: "requestsPerSecond",
    atLeast: 1.5,
  }),
  {
    title: "requests/s beside plain Node, 16 connections, 1 listener",
    cell: "throughput/16c-1l-1e",
    figure: "requestsPerSecond",
    of: OURS,
    against: "node",
    atLeast: 1,
  },
  {
    title: "CPU a request beside plain Node, 16 connections, 1 listener",
    cell: "throughput/16c-1l-1e",
    figure: "cpuMicros",
    of: OURS,
    against: "node",
    atMost: 1,
  },
  {
    title: "requests/s of npm start beside bare workerd",
    cell: "throughput/16c-1l-1e",
    figure: "requestsPerSecond",
    of: "ours@miniflare",
    against: OURS,
    atLeast: 0.7,
  },
];

/** Ours against the floor, on the one host and on the other. */
function onBothHosts(target: Omit<Target, "of" | "against">): Target[] {
  return [
    { ...target, of: OURS, against: FLOOR },
    { ...target, of: "ours@miniflare", against: "floor@miniflare" },
  ];
}
