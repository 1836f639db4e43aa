import type { Bench } from "../bench.ts";
import type { Server } from "../hosts/server.ts";
import type { Figures } from "../measure/figures.ts";
import type { Scale } from "../scale.ts";
import { workerOf, type Subject } from "../subjects.ts";

/** One of the things that a cell compares. */
export interface Contestant {
  label: string;
  /** The label of another contestant. Ratios are taken against its figures of the same round. */
  against?: string;
  /** Runs once before the first round, and is not measured. */
  prepare?(bench: Bench): Promise<void>;
  measure(bench: Bench): Promise<Figures>;
}

/** One question, for example "how many requests per second", asked of each contestant. */
export interface Cell {
  /** Begins with its group's name: `throughput/16c-1l-1e`. */
  name: string;
  contestants: Contestant[];
  /** Overrides the run's number of rounds if the figure does not depend on a busy machine. */
  rounds?: number;
  /** Measures all contestants at the same time: for long measurements that use little CPU. */
  isConcurrent?: boolean;
}

/** Cells that share a table. */
export interface Group {
  name: string;
  title: string;
  /** The table's columns: figure names and their headings. */
  columns: Record<string, string>;
  cells: Cell[];
}

/** A limit for a figure. If `against` is set, it applies to the ratio of the two. */
export interface Target {
  title: string;
  cell: string;
  figure: string;
  of: string;
  against?: string;
  atLeast?: number;
  atMost?: number;
}

/** Measures on the subject's shared server, which is started before the first round. */
export function onServer(
  subject: Subject,
  measure: (server: Server, scale: Scale) => Promise<Figures>,
): Pick<Contestant, "prepare" | "measure"> {
  return {
    prepare: async (bench) => void (await bench.server(subject)),
    measure: async (bench) => measure(await bench.server(subject), bench.scale),
  };
}

/** The label of a subject. Ours is compared with the floor on the same host. */
export function againstFloor(subject: Subject): Pick<Contestant, "label" | "against"> {
  const served = workerOf(subject);
  if (served?.worker !== "ours") return { label: subject };
  return { label: subject, against: `floor@${served.host}` };
}
