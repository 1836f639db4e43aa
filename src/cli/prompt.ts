import { EXIT } from "./exit-codes.ts";
import { Failure, usageFailure } from "./failure.ts";
import { oneLine } from "./escape.ts";

/** Whether the user can answer a prompt. Prompts go to stderr because stdout may be a pipe. */
export function isInteractive(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/**
 * Asks for confirmation before an action that can't be undone.
 * @throws Failure if the user declines, or can't be asked and did not pass --yes
 */
export async function confirmOrFail(question: string, isSure: boolean | undefined): Promise<void> {
  if (isSure) return;
  if (!isInteractive()) {
    throw usageFailure(
      "This can't be undone, and there is no terminal to confirm it in.",
      "Add --yes to skip the confirmation.",
    );
  }
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({ message: oneLine(question), initialValue: false, ...STREAMS() });
  if (isCancel(answer)) throw interrupted("Nothing was changed.");
  if (!answer) {
    throw new Failure("Nothing was changed.", { exitCode: EXIT.FAILURE, code: "declined" });
  }
}

export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

/** Lets the user choose one. */
export async function choose(question: string, choices: readonly Choice[]): Promise<string> {
  const { select, isCancel } = await import("@clack/prompts");
  const options = choices.map(({ value, label, hint }) => ({
    value,
    label: oneLine(label),
    ...(hint === undefined ? {} : { hint: oneLine(hint) }),
  }));
  const answer = await select({ message: question, options, ...STREAMS() });
  if (isCancel(answer)) throw interrupted("Nothing was chosen.");
  return answer;
}

/** Asks for a secret, without echo. */
export async function askSecret(question: string): Promise<string> {
  const { password, isCancel } = await import("@clack/prompts");
  const answer = await password({ message: question, ...STREAMS() });
  if (isCancel(answer)) throw interrupted("Nothing was entered.");
  return answer ?? "";
}

/** All of stdin, as text. Secrets come this way because other users can read arguments. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

const STREAMS = () => ({ input: process.stdin, output: process.stderr });

function interrupted(sentence: string): Failure {
  return new Failure(sentence, { exitCode: EXIT.INTERRUPTED, code: "interrupted" });
}
