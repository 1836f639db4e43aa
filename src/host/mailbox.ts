import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Response, type Request } from "miniflare";

interface Mail {
  to: string;
  subject: string;
  text: string;
}

/**
 * The worker's MAILBOX binding on one machine. It sends nothing: it prints each mail and saves it in
 * `STATE_DIR/mailbox`, with file names that sort by time.
 */
export function createMailbox(stateDir: string, print: (line: string) => void) {
  const folder = join(stateDir, "mailbox");
  let count = 0;
  return async (request: Request): Promise<Response> => {
    const { to, subject, text } = (await request.json()) as Mail;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Anyone can request a mail, so the address is hostile: keep what is safe in a file name.
    const name = to.replaceAll(/[^a-z0-9@.-]/gi, "_").replaceAll("..", "_");
    const file = `${Date.now()}-${String(count++).padStart(4, "0")}-${name}.txt`;
    const content = `To: ${to}\nSubject: ${subject}\n\n${text}\n`;
    writeFileSync(join(folder, file), content, { mode: 0o600 });
    print(`\n  Mail to ${to}\n  ${subject}\n  (saved as ${join(folder, file)})\n`);
    return new Response(null, { status: 204 });
  };
}
