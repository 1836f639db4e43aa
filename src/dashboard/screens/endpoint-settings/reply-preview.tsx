import type { ResponseForm } from "./response-form.ts";
import { replyText, senderReply } from "./sender-reply.ts";
import styles from "./response-card.module.css";

/** What the sender of a webhook will read, as it is typed. */
export function ReplyPreview({ form }: { form: ResponseForm }) {
  const reply = senderReply(form);
  return (
    <section className={styles.preview} aria-label="What the sender reads">
      <h3>What the sender reads</h3>
      {reply ? (
        <>
          <p className={styles.hint}>
            {reply.delayMs === 0
              ? "As soon as the request is stored:"
              : `${reply.delayMs.toLocaleString("en")} ms after the request is stored:`}
          </p>
          <pre className={styles.reply} tabIndex={0} role="region" aria-label="Response">
            <code>{replyText(reply)}</code>
          </pre>
        </>
      ) : (
        <p className={styles.hint}>What is entered can't be sent yet.</p>
      )}
    </section>
  );
}
