import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { fieldOf, errorMessage } from "../../api/errors.ts";
import { isAliasError, isPermanentError } from "../endpoints/endpoint-fields.tsx";
import type { SettingsState } from "./use-settings-form.ts";
import styles from "./settings.module.css";

/** Sticks to the bottom while there are unsaved changes. */
export function SaveBar({ state }: { state: SettingsState }) {
  const { isDirty, isSaving, error, discard, problems } = state;
  if (!isDirty) return null;
  const isFieldError = isAliasError(error) || isPermanentError(error) || fieldOf(error) !== null;
  return (
    <div className={styles.bar} role="region" aria-label="Unsaved changes">
      {error && !isFieldError && <Notice tone="bad">{errorMessage(error)}</Notice>}
      <div className={styles.barLine}>
        <span className={styles.barText}>
          {problems.size > 0 || error ? "Not saved: fix the highlighted fields" : "Unsaved changes"}
        </span>
        <Button onClick={discard}>Discard</Button>
        <Button tone="primary" type="submit" isBusy={isSaving}>
          Save changes
        </Button>
      </div>
    </div>
  );
}
