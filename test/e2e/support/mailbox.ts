import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningServer } from "./server.ts";
import { until } from "./wait.ts";

/** The folder in the state folder to which the host writes the mails that it prints. */
export const MAILBOX = "mailbox";

/** The number of mails sent to an address so far. */
export function mailCount(server: RunningServer, email: string): number {
  return mailsTo(server, email).length;
}

/**
 * Waits for a mail to an address, and returns its sign-in code.
 * @param known the number of mails to skip, because they came before
 */
export async function mailedCode(server: RunningServer, email: string, known = 0): Promise<string> {
  const codeIn = (path: string) => /Your code is (\d{6})\./.exec(readFileSync(path, "utf8"))?.[1];
  return until(() => {
    const mail = mailsTo(server, email)[known];
    // The file exists before its text is written.
    return mail === undefined ? null : (codeIn(mail) ?? null);
  }, "the mail");
}

/** The mails to an address, oldest first. */
function mailsTo({ stateDir }: RunningServer, email: string): string[] {
  const folder = join(stateDir, MAILBOX);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  // The names sort by the time of arrival.
  return names
    .filter((name) => name.endsWith(`-${email}.txt`))
    .toSorted()
    .map((name) => join(folder, name));
}
