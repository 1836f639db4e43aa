import { Button } from "../components/button.tsx";
import { Notice } from "../components/notice.tsx";
import { errorMessage } from "../api/errors.ts";

export interface LoadProblemProps {
  error: unknown;
  onRetry(): void;
  /** Put before the error if older data is still shown: "This list may be out of date." */
  stale?: string | undefined;
}

/** Shown in place of data that failed to load, or above data that failed to reload. */
export function LoadProblem({ error, onRetry, stale }: LoadProblemProps) {
  return (
    <Notice
      tone={stale === undefined ? "bad" : "warn"}
      actions={
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {stale !== undefined && `${stale} `}
      {errorMessage(error)}
    </Notice>
  );
}
