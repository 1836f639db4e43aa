import * as z from "zod/mini";
import { EXIT } from "./exit-codes.ts";
import { Failure } from "./failure.ts";
import { readPrivate, writePrivate } from "./private-file.ts";

/** A file of ours that holds one JSON value of a known shape. */
export class JsonFile<Shape extends z.ZodMiniType> {
  readonly path: string;
  readonly #shape: Shape;

  constructor(path: string, shape: Shape) {
    this.path = path;
    this.#shape = shape;
  }

  /**
   * What it holds; null where it is not there.
   * @throws Failure where it holds something else: to go on as if it were empty would lose it
   */
  async read(): Promise<z.output<Shape> | null> {
    const text = await readPrivate(this.path);
    if (text === null) return null;
    const parsed = this.#shape.safeParse(parse(text));
    if (parsed.success) return parsed.data;
    throw new Failure(`${this.path} can't be read: it is not what this program writes.`, {
      exitCode: EXIT.FAILURE,
      code: "unreadable_file",
      hint: "Mend it, or delete it and start anew.",
    });
  }

  write(value: z.input<Shape>): Promise<void> {
    return writePrivate(this.path, `${JSON.stringify(value)}\n`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
