import type { Bench } from "../bench.ts";
import type { Server } from "../hosts/server.ts";
import type { Figures } from "../measure/figures.ts";
import type { Scale } from "../scale.ts";
import { workerOf, type Subject } from "../subjects.ts";

/** One of those that a cell compares. */
export interface Contestant {
  label: string;
  /** Whose figures its own are divided by, in the same round. */
  against?: string;
  /** Done once, before the first round, and not measured. */
  prepare?(bench: Bench): Promise<void>;
  measure(bench: Bench): Promise<Figures>;
}

/** A question to the contestants, put to one after another in each round. */
export interface Cell {
  /** Begins with its group's name: `throughput/16c-1l-1e`. */
  name: string;
  contestants: Contestant[];
  /** Fewer than the run's, where the figure does not depend on who else uses the machine. */
  rounds?: number;
  /** All contestants at once: for what takes long and disturbs nobody. */
  isConcurrent?: boolean;
}

/** Cells that share a table. */
export interface Group {
  name: string;
  title: string;
  /** Figures that the table shows, with their headings. */
  columns: Record<string, string>;
  cells: Cell[];
}

/** What a figure should be. A ratio where there is an `against`, else the figure itself. */
export interface Target {
  title: string;
  cell: string;
  figure: string;
  of: string;
  against?: string;
  atLeast?: number;
  atMost?: number;
}

/** Measures on the run's server of a subject, which is up before the first round begins. */
export function onServer(
  subject: Subject,
  measure: (server: Server, scale: Scale) => Promise<Figures>,
): Pick<Contestant, "prepare" | "measure"> {
  return {
    prepare: async (bench) => void (await bench.server(subject)),
    measure: async (bench) => measure(await bench.server(subject), bench.scale),
  };
}

/** The label of a subject; ours is held against the floor on the same host. */
export function againstFloor(subject: Subject): Pick<Contestant, "label" | "against"> {
  const served = workerOf(subject);
  if (served?.worker !== "ours") return { label: subject };
  return { label: subject, against: `floor@${served.host}` };
}
