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

/** The response that senders get. */
export function ResponseCard({ state }: { state: SettingsState }) {
  const { response } = state.form;
  const change = (part: Partial<ResponseForm>) =>
    state.change({ response: { ...response, ...part } });
  return (
    <Card
      title="Response"
      description="Sent to senders once the webhook is stored. Error responses are not affected."
    >
      <Switch
        label="Custom response"
        hint="When off, senders get 200 with the request ID."
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
          hint="200 to 599"
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
          label="Delay (ms)"
          hint="Slack times out after 3,000 ms, most senders after 10,000 ms."
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

/** Shows the response as the sender will get it, updated while typing. */
function ReplyPreview({ form }: { form: ResponseForm }) {
  const reply = senderReply(form);
  return (
    <section className={styles.preview} aria-label="Preview">
      <h3>Preview</h3>
      {reply ? (
        <>
          <p className={field.hint}>
            {reply.delayMs === 0
              ? "Sent as soon as the request is stored:"
              : `Sent ${reply.delayMs.toLocaleString("en")} ms after the request is stored:`}
          </p>
          <pre className={styles.reply} tabIndex={0} role="region" aria-label="Response">
            <code>{replyText(reply)}</code>
          </pre>
        </>
      ) : (
        <p className={field.hint}>Fix the errors to see a preview.</p>
      )}
    </section>
  );
}
