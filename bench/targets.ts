import type { Target } from "./cells/cell.ts";

const OURS = "ours@workerd";
const FLOOR = "floor@workerd";

/** Limits for figures, mostly relative to the floor. */
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
    title: "CPU per request at 16 connections",
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
    title: "requests/s, compared with plain Node, 16 connections, 1 listener",
    cell: "throughput/16c-1l-1e",
    figure: "requestsPerSecond",
    of: OURS,
    against: "node",
    atLeast: 1,
  },
  {
    title: "CPU per request, compared with plain Node, 16 connections, 1 listener",
    cell: "throughput/16c-1l-1e",
    figure: "cpuMicros",
    of: OURS,
    against: "node",
    atMost: 1,
  },
  ...onBothHosts({
    title: "post to frame at 200/s, p50",
    cell: "delivery/200",
    figure: "p50Ms",
    atMost: 1.1,
  }),
  ...onBothHosts({
    title: "post to frame at 200/s, p99",
    cell: "delivery/200",
    figure: "p99Ms",
    atMost: 1.25,
  }),
  {
    title: "memory per idle listener",
    cell: "memory/idle",
    figure: "kibPerListener",
    of: OURS,
    against: FLOOR,
    atMost: 1.1,
  },
  {
    title: "MiB more if one listener does not read 150 MiB",
    cell: "unread/150",
    figure: "grownMib",
    of: OURS,
    atMost: 100,
  },
  {
    title: "MiB of npm start at rest",
    cell: "rest/memory",
    figure: "atRestMib",
    of: "npm start",
    atMost: 250,
  },
  {
    title: "CPU ms of a cold start on bare workerd",
    cell: "start/cold",
    figure: "cpuMs",
    of: OURS,
    atMost: 200,
  },
  {
    title: "CPU per request with many requests stored, compared with none",
    cell: "growth/stored",
    figure: "cpuMicros",
    of: "full",
    against: "empty",
    atMost: 1.1,
  },
  {
    title: "CPU per request over many endpoints, compared with one",
    cell: "growth/endpoints",
    figure: "cpuMicros",
    of: "many",
    against: "one",
    atMost: 1.1,
  },
  {
    title: "calls to the allowance per request, on plus",
    cell: "hops/allowance",
    figure: "callsPerRequest",
    of: OURS,
    atMost: 1 / 20,
  },
  ...[OURS, "ours@npm-start"].map((of) => ({
    title: "ms from the revoke until the last of 100 sockets is closed, p99",
    cell: "revoke/100-on-20",
    figure: "p99Ms",
    of,
    atMost: 250,
  })),
  {
    title: "ms that a webhook waits at most beside three searches over 64 MiB",
    cell: "history/searches",
    figure: "longestMs",
    of: OURS,
    atMost: 250,
  },
  {
    title: "MiB by which a page of 60 bodies of 1 MiB grows memory",
    cell: "history/page",
    figure: "grownMib",
    of: OURS,
    atMost: 64,
  },
  {
    title: "requests/s of npm start, compared with bare workerd",
    cell: "throughput/16c-1l-1e",
    figure: "requestsPerSecond",
    of: "ours@npm-start",
    against: OURS,
    atLeast: 0.7,
  },
];

/** The same target for both hosts: ours compared with the floor. */
function onBothHosts(target: Omit<Target, "of" | "against">): Target[] {
  return [
    { ...target, of: OURS, against: FLOOR },
    { ...target, of: "ours@npm-start", against: "floor@npm-start" },
  ];
}
