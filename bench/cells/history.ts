import type { Bench } from "../bench.ts";
import { measurePage, measureSearches } from "../measure/history.ts";
import type { Subject } from "../subjects.ts";
import { onServer, type Group } from "./cell.ts";

/** The cost of searches and pages for everybody else. */
export function historyGroup(subjects: Subject[]): Group {
  return {
    name: "history",
    title: "History: webhooks beside three searches over 64 MiB; a page of 60 bodies of 1 MiB",
    columns: {
      longestMs: "longest wait ms",
      searchMs: "search ms",
      webhooks: "webhooks",
      beforeMib: "before MiB",
      grownMib: "growth",
    },
    cells: [
      {
        name: "history/searches",
        contestants: subjects.map((subject) => ({
          label: subject,
          ...onServer(subject, measureSearches),
        })),
      },
      {
        name: "history/page",
        contestants: subjects.map((subject) => ({
          label: subject,
          measure: (bench: Bench) => measurePage(bench, subject),
        })),
        // Does not depend on how busy the machine is.
        rounds: 1,
      },
    ],
  };
}
