import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./files.ts";
import type { TestServer } from "./server.ts";
import { until } from "./wait.ts";

/** Where the host keeps the mails that it prints, below its state. */
export const MAILBOX = "mailbox";

/** How many mails an address got so far. */
export function mailCount(server: TestServer, email: string): number {
  return server.output.split(`Mail to ${email}\n`).length - 1;
}

/**
 * The sign-in code of the first mail that an address gets, as soon as it is there.
 * @param known so many mails it had before: the one after them
 */
export async function mailedCode(server: TestServer, email: string, known = 0): Promise<string> {
  await until(() => mailCount(server, email) > known, "the mail");
  const folder = join(server.stateDir, MAILBOX);
  const files = filesBelow(folder).filter((name) => name.includes(email));
  // By their names they are in the order of their coming.
  const text = readFileSync(join(folder, files.toSorted()[known] ?? ""), "utf8");
  return /Your code is (\d{6})\./.exec(text)?.[1] ?? "";
}
