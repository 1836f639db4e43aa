import { parseArgs } from "node:util";

/** The parsed command line. */
export interface Options {
  isSmoke: boolean;
  /** Cells whose names begin with one of these are measured. Empty means all cells. */
  only: string[];
  /** The JSON file to write. Null means `bench/results/<date>.json`. */
  output: string | null;
}

/** @throws if an option is unknown */
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
