import { parseArgs } from "node:util";

/** What the command line asks for. */
export interface Options {
  isSmoke: boolean;
  /** Beginnings of the names of cells; empty: all of them. */
  only: string[];
  /** Where the JSON goes; null: into bench/results, by date. */
  output: string | null;
}

/** @throws where an option is not known */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      smoke: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      output: { type: "string" },
    },
  });
  const only = values.only.flatMap((names) => names.split(",")).filter(Boolean);
  return { isSmoke: values.smoke, only, output: values.output ?? null };
}
