import { EXIT } from "./exit-codes.ts";
import { Failure, usageFailure } from "./failure.ts";
import { oneLine } from "./escape.ts";

/** Whether somebody is there to ask. Questions go to stderr: stdout may be a pipe. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Asks before what can't be taken back. */
export async function confirmOrFail(question: string, isSure: boolean | undefined): Promise<void> {
  if (isSure) return;
  if (!canAsk()) {
    throw usageFailure(
      "This can't be undone, and there is no terminal to ask in.",
      "Say --yes where you are sure.",
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

/** Lets one be chosen. */
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

/** Asks for what must not be seen. */
export async function askSecret(question: string): Promise<string> {
  const { password, isCancel } = await import("@clack/prompts");
  const answer = await password({ message: question, ...STREAMS() });
  if (isCancel(answer)) throw interrupted("Nothing was entered.");
  return answer ?? "";
}

/** All of stdin, as text: what is piped in place of an argument that others could read. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

const STREAMS = () => ({ input: process.stdin, output: process.stderr });

function interrupted(sentence: string): Failure {
  return new Failure(sentence, { exitCode: EXIT.INTERRUPTED, code: "interrupted" });
}
