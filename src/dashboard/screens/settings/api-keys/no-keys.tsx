import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { PageLinkButton } from "../../../components/link-button.tsx";

/** Shown if there are no keys: explains what they are for, or that the plan has none. */
export function NoKeys({ max, onCreate }: { max: number; onCreate(): void }) {
  if (max === 0) {
    return (
      <Card>
        <EmptyState
          icon="key"
          title="Your plan has no API keys"
          actions={
            <PageLinkButton href="/pricing" tone="primary">
              Compare plans
            </PageLinkButton>
          }
        >
          With an API key, scripts and servers can read requests and listen without signing in. On
          your plan you can use the CLI, which uses your login.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <EmptyState
        icon="key"
        title="No API keys yet"
        actions={
          <Button tone="primary" icon="add" onClick={onCreate}>
            New key
          </Button>
        }
      >
        Scripts and servers use a key to read requests and listen. A key is shown once, can be
        limited to some endpoints, and can be revoked at any time.
      </EmptyState>
    </Card>
  );
}
