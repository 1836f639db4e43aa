import type * as z from "zod/mini";
import { EXIT } from "./exit-codes.ts";
import { Failure } from "./failure.ts";
import { readPrivate, writePrivate } from "./private-file.ts";

/** A private file that holds one JSON value of a known shape. */
export class JsonFile<Shape extends z.ZodMiniType> {
  readonly path: string;
  readonly #shape: Shape;

  constructor(path: string, shape: Shape) {
    this.path = path;
    this.#shape = shape;
  }

  /**
   * Reads the value; null if there is no file.
   * @throws Failure if the content has another shape. Treating it as empty would overwrite it.
   */
  async read(): Promise<z.output<Shape> | null> {
    const text = await readPrivate(this.path);
    if (text === null) return null;
    const parsed = this.#shape.safeParse(parse(text));
    if (parsed.success) return parsed.data;
    throw new Failure(`${this.path} does not have the expected content.`, {
      exitCode: EXIT.FAILURE,
      code: "unreadable_file",
      hint: "Fix the file, or delete it to start over.",
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
