import { useId, type ReactNode } from "react";
import styles from "./switch.module.css";

export interface SwitchProps {
  label: ReactNode;
  /** A sentence that explains the setting. */
  hint?: ReactNode;
  isOn: boolean;
  onChange(isOn: boolean): void;
  /** Why the server refused the change. */
  problem?: ReactNode;
}

/**
 * An on/off switch with its label beside it:
 * `<Switch label="Slack" hint="…" isOn={isOn} onChange={set} />`
 */
export function Switch({ label, hint, isOn, onChange, problem }: SwitchProps) {
  const id = useId();
  const describedBy = [hint !== undefined && `${id}-hint`, Boolean(problem) && `${id}-problem`];
  return (
    <div className={styles.row}>
      <div className={styles.text}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        )}
        {Boolean(problem) && (
          <div id={`${id}-problem`} className={styles.problem} role="alert">
            {problem}
          </div>
        )}
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className={styles.switch}
        checked={isOn}
        aria-describedby={describedBy.filter(Boolean).join(" ") || undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
    </div>
  );
}
