import type { Bench } from "../bench.ts";
import { measureFloorSize, measureProductSize } from "../measure/bundle-size.ts";
import { onColdStart, onNpmStart } from "../measure/cold-start.ts";
import { measureAtRest } from "../measure/at-rest.ts";
import { measureIdleMemory } from "../measure/idle-memory.ts";
import { measureUnread } from "../measure/unread.ts";
import type { Subject } from "../subjects.ts";
import { againstFloor, type Group } from "./cell.ts";

/** A server's memory, with and without idle listeners. */
export function memoryGroup(subjects: Subject[], isConcurrent: boolean): Group {
  return {
    name: "memory",
    title: "Memory (PSS) of a server, with idle listeners that hibernate",
    columns: {
      atStartMib: "start MiB",
      afterLoadMib: "after load",
      with1000Mib: "1,000 idle",
      with10000Mib: "10,000 idle",
      listeners: "listeners",
      kibPerListener: "KiB per listener",
    },
    cells: [
      {
        name: "memory/idle",
        contestants: subjects.map((subject) => ({
          ...againstFloor(subject),
          measure: (bench: Bench) => measureIdleMemory(bench, subject),
        })),
        // Mostly waits for hibernation, and does not depend on how busy the machine is.
        rounds: 1,
        isConcurrent,
      },
    ],
  };
}

/** The memory of `npm start` while nobody uses it. */
export function restGroup(): Group {
  return {
    name: "rest",
    title: "Memory (RSS) of npm start at rest",
    columns: { atRestMib: "all MiB", runtimeMib: "the runtime's share" },
    cells: [
      {
        name: "rest/memory",
        contestants: [{ label: "npm start", measure: measureAtRest }],
        // Waits, and does not depend on how busy the machine is.
        rounds: 1,
      },
    ],
  };
}

/** The memory taken by frames that a listener does not read. */
export function unreadGroup(subjects: Subject[]): Group {
  return {
    name: "unread",
    title: "Memory (PSS) of a server when one listener does not read 150 MiB",
    columns: { beforeMib: "before MiB", grownMib: "growth" },
    cells: [
      {
        name: "unread/150",
        contestants: subjects.map((subject) => ({
          ...againstFloor(subject),
          measure: (bench: Bench) => measureUnread(bench, subject),
        })),
        // Does not depend on how busy the machine is.
        rounds: 1,
      },
    ],
  };
}

/** How fast a server starts. @param hasNpmStart also measures `npm start` */
export function startGroup(subjects: Subject[], hasNpmStart: boolean): Group {
  return {
    name: "start",
    title: "Cold start: from the process's start to the first webhook's 200",
    columns: { coldStartMs: "ms", cpuMs: "CPU ms" },
    cells: [
      {
        name: "start/cold",
        contestants: [
          ...subjects.map((subject) => ({
            ...againstFloor(subject),
            ...onColdStart(subject),
          })),
          ...(hasNpmStart ? [{ label: "npm start", ...onNpmStart() }] : []),
        ],
      },
    ],
  };
}

/** The size of the code that a cold start loads. */
export function sizeGroup(): Group {
  return {
    name: "size",
    title: "Size of the worker as it is deployed",
    columns: { kib: "KiB", gzippedKib: "gzipped" },
    cells: [
      {
        name: "size/worker",
        contestants: [
          { label: "ours", measure: measureProductSize },
          { label: "floor", measure: measureFloorSize },
        ],
        rounds: 1,
      },
    ],
  };
}
