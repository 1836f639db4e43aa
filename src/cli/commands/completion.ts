import type { Command } from "commander";
import { completionScript, SHELLS, type Shell } from "../completion-script.ts";
import { withExamples } from "../examples.ts";
import { parseChoice } from "../parse-choice.ts";

export function addCompletion(program: Command): void {
  const command = program
    .command("completion")
    .description("Print a completion script for your shell.")
    .argument("<shell>", SHELLS.join(", "), parseChoice("shell", SHELLS))
    .action((shell: Shell) => {
      process.stdout.write(completionScript(program, shell));
    });
  withExamples(
    command,
    "source <(hooknexus completion bash)",
    "hooknexus completion zsh > ~/.zfunc/_hooknexus",
    "hooknexus completion fish > ~/.config/fish/completions/hooknexus.fish",
  );
}
