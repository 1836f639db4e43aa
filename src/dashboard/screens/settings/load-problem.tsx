import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { sentenceOf } from "../../server/errors.ts";

/** In place of what could not be loaded. */
export function LoadProblem({ error, onRetry }: { error: unknown; onRetry(): void }) {
  return (
    <Notice
      tone="bad"
      actions={
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {sentenceOf(error)}
    </Notice>
  );
}
