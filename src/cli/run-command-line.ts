import { CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { toFailure, usageFailure, type Failure } from "./failure.ts";
import { Output } from "./output.ts";
import { createProgram } from "./program.ts";

/** Runs one command line, without the name of the program, to its end. Returns the exit code. */
export async function runCommandLine(args: readonly string[]): Promise<ExitCode> {
  const program = createProgram();
  try {
    await program.parseAsync(args, { from: "user" });
    return EXIT.OK;
  } catch (error) {
    return reportError(error, new Output(program.opts()));
  }
}

/** Prints an error. Returns the exit code. */
function reportError(error: unknown, output: Output): ExitCode {
  // Commander has already printed the help or the version.
  const isHelp = error instanceof CommanderError && /help|version/i.test(error.code);
  if (isHelp) return error.exitCode === 0 ? EXIT.OK : EXIT.USAGE;
  const failure =
    error instanceof CommanderError ? toUsageFailure(error) : toFailure(error, process.env);
  output.failure(failure);
  return failure.exitCode;
}

function toUsageFailure({ message }: CommanderError): Failure {
  const sentence = message.replace(/^error: /, "");
  return usageFailure(
    sentence.charAt(0).toUpperCase() + sentence.slice(1),
    "Add --help to see the usage.",
  );
}
