import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { PageLinkButton } from "../../../components/link-button.tsx";

/** Where there is no key yet: what one is for, or that the plan has none. */
export function NoKeys({ max, onCreate }: { max: number; onCreate(): void }) {
  if (max === 0) {
    return (
      <Card>
        <EmptyState
          icon="key"
          title="Your plan has no API keys"
          actions={
            <PageLinkButton href="/pricing" tone="primary">
              See the plans
            </PageLinkButton>
          }
        >
          With a key your own scripts and servers listen and read, without anybody signing in. Until
          then the command line does, once you have signed it in.
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
        A key lets a script or a server listen and read. It is shown once, can be limited to some
        endpoints, and ends with all its connections when you revoke it.
      </EmptyState>
    </Card>
  );
}
