import { Button } from "../components/button.tsx";
import { Notice } from "../components/notice.tsx";
import { sentenceOf } from "../server/errors.ts";

export interface LoadProblemProps {
  error: unknown;
  onRetry(): void;
  /** Said first where what was loaded before is still shown: "This list is not the newest." */
  stale?: string | undefined;
}

/** In place of what could not be loaded, or above what could not be loaded again. */
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
      {sentenceOf(error)}
    </Notice>
  );
}
