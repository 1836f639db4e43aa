import { CopyButton } from "../../../components/copy-button.tsx";
import { Icon } from "../../../components/icon.tsx";
import { classes } from "../../../components/classes.ts";
import { adviceFor } from "../../../inspect/signature-diagnosis.ts";
import { visibleText } from "../../../inspect/visible-text.ts";
import { OTHER_SIGNATURE } from "../../../../protocol/signature.ts";
import { Facts } from "../facts.tsx";
import { providerName } from "./provider-names.ts";
import type { Verdict } from "./use-verdict.ts";
import styles from "./signature.module.css";

/** The verdict, the reason, and what to check. */
export function VerdictView({ verdict }: { verdict: Verdict }) {
  const { valid, provider, reason, details } = verdict;
  const advice = reason === null ? adviceFor(verdict) : [reason];
  return (
    <>
      <div className={classes(styles.verdict, valid ? styles.valid : styles.wrong)} role="status">
        <Icon name={valid ? "check" : "alert"} />
        <div className={styles.says}>
          <h3>{valid ? "Valid" : "Not valid"}</h3>
          {valid ? (
            <p>{providerName(provider)} signed this body with this secret.</p>
          ) : (
            <p>
              {details === OTHER_SIGNATURE
                ? "This secret doesn't produce that signature for this body."
                : details}
            </p>
          )}
          {!valid && advice.length > 0 && (
            <ul className={styles.advice}>
              {advice.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
        </div>
      </div>
      <Facts
        caption="Signatures"
        facts={[
          signature("Received", verdict.actual),
          ...(verdict.expected === "" ? [] : [signature("Expected", verdict.expected)]),
        ]}
      />
    </>
  );
}

function signature(name: string, value: string) {
  return {
    key: name,
    name,
    value: value === "" ? "none" : visibleText(value),
    action: value === "" ? undefined : <CopyButton text={value} what={`signature ${name}`} />,
  };
}
