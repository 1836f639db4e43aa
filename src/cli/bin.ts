#!/usr/bin/env node
import { CommanderError } from "commander";
import { EXIT } from "./exit-codes.ts";
import { toFailure, usageFailure, type Failure } from "./failure.ts";
import { Output } from "./output.ts";
import { createProgram } from "./program.ts";

// The reader of a pipe may close it early, as `head` does. That is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.OK);
});

const program = createProgram();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}

/** Prints an error. Returns the exit code. */
function reportError(error: unknown): number {
  // Commander has already printed the help or the version.
  const isHelp = error instanceof CommanderError && /help|version/i.test(error.code);
  if (isHelp) return error.exitCode === 0 ? EXIT.OK : EXIT.USAGE;
  const failure =
    error instanceof CommanderError ? toUsageFailure(error) : toFailure(error, process.env);
  new Output(program.opts()).failure(failure);
  return failure.exitCode;
}

function toUsageFailure({ message }: CommanderError): Failure {
  const sentence = message.replace(/^error: /, "");
  return usageFailure(
    sentence.charAt(0).toUpperCase() + sentence.slice(1),
    "Add --help to see the usage.",
  );
}
