#!/usr/bin/env node
import { EXIT } from "./exit-codes.ts";
import { runCommandLine } from "./run-command-line.ts";

// The reader of a pipe may close it early, as `head` does. That is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.OK);
});

process.exitCode = await runCommandLine(process.argv.slice(2));
