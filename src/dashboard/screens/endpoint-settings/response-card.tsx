import { useId } from "react";
import { Card } from "../../components/card.tsx";
import { TextArea, TextField } from "../../components/field.tsx";
import { Switch } from "../../components/switch.tsx";
import { HeaderRows } from "./header-rows.tsx";
import type { ResponseForm } from "./response-form.ts";
import { REASONS, replyText, senderReply } from "./sender-reply.ts";
import type { SettingsState } from "./use-settings-form.ts";
import field from "../../components/field.module.css";
import styles from "./response-card.module.css";

/** What senders get in place of our own reply. */
export function ResponseCard({ state }: { state: SettingsState }) {
  const { response } = state.form;
  const change = (part: Partial<ResponseForm>) =>
    state.change({ response: { ...response, ...part } });
  return (
    <Card
      title="What senders get"
      description="The answer to each webhook, once it is stored. Refusals stay as they are."
    >
      <Switch
        label="A response of your own"
        hint="Off, they get our default: 200 with the request's id."
        isOn={response.isCustom}
        onChange={(isCustom) => change({ isCustom })}
      />
      <div className={styles.columns}>
        {response.isCustom && <ResponseFields state={state} change={change} />}
        <ReplyPreview form={response} />
      </div>
    </Card>
  );
}

interface FieldsProps {
  state: SettingsState;
  change(part: Partial<ResponseForm>): void;
}

function ResponseFields({ state: { form, problems }, change }: FieldsProps) {
  const { status, headers, body, delayMs } = form.response;
  const statuses = useId();
  return (
    <div className={styles.fields}>
      <div className={styles.pair}>
        <TextField
          label="Status"
          hint="200 to 599."
          inputMode="numeric"
          list={statuses}
          value={status}
          onChange={(text) => change({ status: text })}
          autoComplete="off"
          problem={problems.get("response.status")}
        />
        <datalist id={statuses}>
          {Object.entries(REASONS).map(([code, reason]) => (
            <option key={code} value={code}>
              {reason}
            </option>
          ))}
        </datalist>
        <TextField
          label="Delay in milliseconds"
          hint="Slack gives up after 3,000, most after 10,000."
          inputMode="numeric"
          value={delayMs}
          onChange={(text) => change({ delayMs: text })}
          autoComplete="off"
          problem={problems.get("response.delayMs")}
        />
      </div>
      <HeaderRows
        headers={headers}
        problems={problems}
        onChange={(changed) => change({ headers: changed })}
      />
      <TextArea
        label="Body"
        isCode
        rows={6}
        value={body}
        onChange={(text) => change({ body: text })}
        problem={problems.get("response.body")}
      />
    </div>
  );
}

/** What the sender of a webhook will read, as it is typed. */
function ReplyPreview({ form }: { form: ResponseForm }) {
  const reply = senderReply(form);
  return (
    <section className={styles.preview} aria-label="What the sender reads">
      <h3>What the sender reads</h3>
      {reply ? (
        <>
          <p className={field.hint}>
            {reply.delayMs === 0
              ? "As soon as the request is stored:"
              : `${reply.delayMs.toLocaleString("en")} ms after the request is stored:`}
          </p>
          <pre className={styles.reply} tabIndex={0} role="region" aria-label="Response">
            <code>{replyText(reply)}</code>
          </pre>
        </>
      ) : (
        <p className={field.hint}>What is entered can't be sent yet.</p>
      )}
    </section>
  );
}
