import type { Command } from "commander";

/** Adds example command lines to a command's help. */
export function withExamples(command: Command, ...lines: string[]): Command {
  const text = lines.map((line) => `  $ ${line}`).join("\n");
  return command.addHelpText("after", `\nExamples:\n${text}`);
}
