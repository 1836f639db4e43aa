#!/usr/bin/env node
import { CommanderError } from "commander";
import { EXIT } from "./exit-codes.ts";
import { toFailure } from "./failure.ts";
import { Output } from "./output.ts";
import { createProgram } from "./program.ts";

// Whoever reads a pipe may have seen enough, as `head` does: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.OK);
});

const program = createProgram();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = end(error);
}

function end(error: unknown): number {
  // It has printed what it had to say; its codes are 0 for help and 1 for anything else.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.OK : EXIT.USAGE;
  const failure = toFailure(error);
  new Output(program.opts()).failure(failure);
  return failure.exitCode;
}
