import type { Group } from "./cells/cell.ts";
import { growthGroup, hopsGroup } from "./cells/growth.ts";
import { historyGroup } from "./cells/history.ts";
import { catchUpGroup, connectGroup, deliveryGroup, revokeGroup } from "./cells/listening.ts";
import { memoryGroup, restGroup, sizeGroup, startGroup, unreadGroup } from "./cells/standing.ts";
import { ladderGroup, throughputGroup } from "./cells/throughput.ts";
import type { Subject } from "./subjects.ts";

/* The list of everything that is measured. `--only` takes the name of a cell or its beginning. */
const OURS: Subject = "ours@workerd";
const FLOOR: Subject = "floor@workerd";
const ON_WORKERD: Subject[] = [OURS, FLOOR];
/** Subjects that start quickly. */
const QUICK: Subject[] = [...ON_WORKERD, "node"];
const ON_BOTH: Subject[] = [OURS, FLOOR, "ours@npm-start", "floor@npm-start"];
const ALL: Subject[] = [...ON_BOTH, "node"];

const SHAPES: [shape: string, subjects: Subject[]][] = [
  ["1c-0l-1e", QUICK],
  ["1c-1l-1e", ALL],
  ["16c-0l-1e", QUICK],
  ["16c-1l-1e", ALL],
  ["64c-1l-1e", ALL],
  ["16c-3l-1e", ON_WORKERD],
  ["16c-100l-1e", ON_BOTH],
  ["16c-1l-16e", QUICK],
  ["64c-1l-16e", ON_WORKERD],
];

/** Long cells come first: if a run is slow, late cells get fewer rounds. */
function allGroups(isSmoke: boolean): Group[] {
  return [
    throughputGroup(SHAPES),
    ladderGroup(["1c-0l-1e", "16c-0l-1e"]),
    deliveryGroup(isSmoke ? QUICK : ALL),
    memoryGroup(ON_WORKERD, isSmoke),
    growthGroup(),
    connectGroup(QUICK),
    revokeGroup([OURS, "ours@npm-start"]),
    catchUpGroup([OURS]),
    hopsGroup(),
    historyGroup([OURS]),
    restGroup(),
    unreadGroup(ON_WORKERD),
    startGroup(isSmoke ? QUICK : ALL, !isSmoke),
    sizeGroup(),
  ];
}

/** A smoke run measures three throughput shapes and one cell of each other kind. */
const NOT_IN_SMOKE =
  /^throughput\/(?!16c-1l-1e|16c-100l-1e|1c-0l-1e)|^ladder\/1c|^rest|^unread|^history/;

/** The requested cells, in their groups. Without names, a smoke run skips `NOT_IN_SMOKE`. */
export function chooseGroups(only: readonly string[], isSmoke: boolean): Group[] {
  const isWanted = ({ name }: { name: string }) =>
    only.length > 0
      ? only.some((start) => name.startsWith(start))
      : !(isSmoke && NOT_IN_SMOKE.test(name));
  return allGroups(isSmoke)
    .map((group) => ({ ...group, cells: group.cells.filter(isWanted) }))
    .filter(({ cells }) => cells.length > 0);
}
