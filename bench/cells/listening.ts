import { measureCatchUp, measurePaging } from "../measure/catch-up.ts";
import { measureDelivery, RATE_PER_SECOND } from "../measure/delivery.ts";
import { measureConnects, measureRevokes } from "../measure/listeners.ts";
import type { Subject } from "../subjects.ts";
import { againstFloor, onServer, type Group } from "./cell.ts";

/** The time from a post to its frame. */
export function deliveryGroup(subjects: Subject[]): Group {
  return {
    name: "delivery",
    title: `Delivery: from post to frame, at ${RATE_PER_SECOND} requests/s`,
    columns: { p50Ms: "p50 ms", p99Ms: "p99 ms", cpuMicros: "CPU µs" },
    cells: [
      {
        name: "delivery/200",
        contestants: subjects.map((subject) => ({
          ...againstFloor(subject),
          ...onServer(subject, measureDelivery),
        })),
      },
    ],
  };
}

/** How fast listeners connect. */
export function connectGroup(subjects: Subject[]): Group {
  return {
    name: "connects",
    title: "Connects: listeners accepted that were authorised before",
    columns: { connectsPerSecond: "connects/s", cpuMicros: "CPU µs" },
    cells: [
      {
        name: "connects/new",
        contestants: subjects.map((subject) => ({
          ...againstFloor(subject),
          ...onServer(subject, measureConnects),
        })),
      },
    ],
  };
}

/** How fast a revoke closes the sockets of a credential. */
export function revokeGroup(subjects: Subject[]): Group {
  return {
    name: "revoke",
    title: "Revoke: until the last of 100 sockets on 20 endpoints is closed",
    columns: { p50Ms: "p50 ms", p99Ms: "p99 ms" },
    cells: [
      {
        name: "revoke/100-on-20",
        contestants: subjects.map((subject) => ({
          label: subject,
          ...onServer(subject, measureRevokes),
        })),
        // One round has enough revokes for a percentile.
        rounds: 1,
      },
    ],
  };
}

/** How fast a listener gets the requests that it missed. */
export function catchUpGroup(subjects: Subject[]): Group {
  const cell = (name: string, measure: Parameters<typeof onServer>[1]) => ({
    name: `catch-up/${name}`,
    contestants: subjects.map((subject) => ({ label: subject, ...onServer(subject, measure) })),
  });
  return {
    name: "catch-up",
    title: "Catching up: 100 requests when connecting, and a long history page by page",
    columns: { requestsPerSecond: "requests/s" },
    cells: [cell("since", measureCatchUp), { ...cell("pages", measurePaging), rounds: 1 }],
  };
}
