import type { Env } from "../env.ts";

interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends one mail, or throws. The text must never reach a log: it contains a sign-in code. */
export type SendMail = (mail: Mail) => Promise<void>;

/** The mailer of this deployment: the local mailbox if one is bound, otherwise Cloudflare's. */
export function mailerOf(env: Env): SendMail {
  const { MAILBOX: mailbox, EMAIL: cloudflare, MAIL_FROM: from } = env;
  if (mailbox) return (mail) => putIntoMailbox(mailbox, mail);
  return async (mail) => {
    if (!from) throw new Error("MAIL_FROM is not set: no sign-in code can be mailed.");
    await cloudflare.send({ from, ...mail });
  };
}

async function putIntoMailbox(mailbox: Fetcher, mail: Mail): Promise<void> {
  const body = JSON.stringify(mail);
  const response = await mailbox.fetch("http://mailbox/", { method: "POST", body });
  if (!response.ok) throw new Error(`The local mailbox answered ${response.status}.`);
}
