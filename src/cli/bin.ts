#!/usr/bin/env node
import { CommanderError } from "commander";
import { EXIT } from "./exit-codes.ts";
import { toFailure, usageFailure, type Failure } from "./failure.ts";
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
  // Help and the version were asked for, or shown where a verb is lacking: all is said.
  const isHelp = error instanceof CommanderError && /help|version/i.test(error.code);
  if (isHelp) return error.exitCode === 0 ? EXIT.OK : EXIT.USAGE;
  const failure = error instanceof CommanderError ? misspelt(error) : toFailure(error, process.env);
  new Output(program.opts()).failure(failure);
  return failure.exitCode;
}

function misspelt({ message }: CommanderError): Failure {
  const sentence = message.replace(/^error: /, "");
  return usageFailure(
    sentence.charAt(0).toUpperCase() + sentence.slice(1),
    "Add --help to see what there is.",
  );
}
