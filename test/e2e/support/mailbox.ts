import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./files.ts";
import type { TestServer } from "./server.ts";
import { until } from "./wait.ts";

/** The folder in the state folder to which the host writes the mails that it prints. */
export const MAILBOX = "mailbox";

/** The number of mails sent to an address so far. */
export function mailCount(server: TestServer, email: string): number {
  return server.output.split(`Mail to ${email}\n`).length - 1;
}

/**
 * Waits for a mail to an address, and returns its sign-in code.
 * @param known the number of mails to skip, because they came before
 */
export async function mailedCode(server: TestServer, email: string, known = 0): Promise<string> {
  await until(() => mailCount(server, email) > known, "the mail");
  const folder = join(server.stateDir, MAILBOX);
  const files = filesBelow(folder).filter((name) => name.includes(email));
  // The names sort by the time of arrival.
  const text = readFileSync(join(folder, files.toSorted()[known] ?? ""), "utf8");
  return /Your code is (\d{6})\./.exec(text)?.[1] ?? "";
}
