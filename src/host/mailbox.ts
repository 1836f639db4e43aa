import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Response, type Request } from "miniflare";

interface Mail {
  to: string;
  subject: string;
  text: string;
}

/**
 * The mailer of one machine: prints each mail and puts it into `STATE_DIR/mailbox`, the newest
 * last by name. The worker is bound to it as MAILBOX.
 */
export function createMailbox(stateDir: string, print: (line: string) => void) {
  const folder = join(stateDir, "mailbox");
  let count = 0;
  return async (request: Request): Promise<Response> => {
    const { to, subject, text } = (await request.json()) as Mail;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // The address is a stranger's text: only what is safe in a file name stays of it.
    const name = to.replaceAll(/[^a-z0-9@.-]/gi, "_").replaceAll("..", "_");
    const file = `${Date.now()}-${String(count++).padStart(4, "0")}-${name}.txt`;
    const content = `To: ${to}\nSubject: ${subject}\n\n${text}\n`;
    writeFileSync(join(folder, file), content, { mode: 0o600 });
    print(`\n  Mail to ${to}\n  ${subject}\n  (kept in ${join(folder, file)})\n`);
    return new Response(null, { status: 204 });
  };
}
