import type { Shape } from "../load/world.ts";
import { measureThroughput } from "../measure/throughput.ts";
import type { Subject } from "../subjects.ts";
import { againstFloor, onServer, type Cell, type Contestant, type Group } from "./cell.ts";

export const THROUGHPUT_COLUMNS = {
  requestsPerSecond: "requests/s",
  p50Ms: "p50 ms",
  p99Ms: "p99 ms",
  cpuMicros: "CPU µs",
  runtimeCpuMicros: "workerd's share",
  benchCpuMicros: "load generator",
};

/** Each subject gets the same load. */
export function throughputGroup(shapes: [shape: string, subjects: Subject[]][]): Group {
  return {
    name: "throughput",
    title: "Webhooks captured: c connections, l listeners per endpoint, e endpoints",
    columns: THROUGHPUT_COLUMNS,
    cells: shapes.map(([shape, subjects]) => throughputCell(shape, subjects)),
  };
}

function throughputCell(shape: string, subjects: Subject[]): Cell {
  return {
    name: `throughput/${shape}`,
    contestants: subjects.map((subject) => contestant(subject, parseShape(shape))),
  };
}

function contestant(subject: Subject, shape: Shape): Contestant {
  const measured = onServer(subject, (server, scale) => measureThroughput(server, shape, scale));
  return { ...againstFloor(subject), ...measured };
}

/** Reads "16c-1l-1e": 16 connections, 1 listener per endpoint, 1 endpoint. */
export function parseShape(text: string): Shape {
  const [, connections, listeners, endpoints] = /^(\d+)c-(\d+)l-(\d+)e$/.exec(text) ?? [];
  if (endpoints === undefined) throw new Error(`"${text}" is not a shape such as 16c-1l-1e.`);
  return {
    connections: Number(connections),
    listeners: Number(listeners),
    endpoints: Number(endpoints),
  };
}

/** The cost of each step of the floor. */
export function ladderGroup(shapes: string[]): Group {
  const rungs = [
    ["worker", "worker only"],
    ["object", "+ object"],
    ["store", "+ storage"],
    ["h", "+ sockets"],
  ] as const;
  const cells = shapes.map((shape) => ({
    name: `ladder/${shape}`,
    contestants: rungs.map(([path, label]) => {
      // Only the last rung sends frames.
      const rung = { ...parseShape(shape), listeners: path === "h" ? 1 : 0, path };
      const measured = onServer("floor@workerd", (server, scale) =>
        measureThroughput(server, rung, scale),
      );
      return { label, against: "worker only", ...measured };
    }),
  }));
  const title = "The ladder: the floor on bare workerd, step by step; the last step has a listener";
  return { name: "ladder", title, columns: THROUGHPUT_COLUMNS, cells };
}
