import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./files.ts";
import type { TestServer } from "./server.ts";
import { until } from "./wait.ts";

/** Where the host keeps the mails that it prints, below its state. */
export const MAILBOX = "mailbox";

/** The sign-in code of the one mail that an address got, as soon as it is there. */
export async function mailedCode(server: TestServer, email: string): Promise<string> {
  await until(() => server.output.includes(`Mail to ${email}`), "the mail");
  const folder = join(server.stateDir, MAILBOX);
  const file = filesBelow(folder).find((name) => name.includes(email));
  const text = readFileSync(join(folder, file ?? ""), "utf8");
  return /Your code is (\d{6})\./.exec(text)?.[1] ?? "";
}
