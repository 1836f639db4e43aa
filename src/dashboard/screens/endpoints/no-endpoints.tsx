import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import styles from "./no-endpoints.module.css";

const STEPS = [
  ["Create an endpoint", "You get a URL that accepts any HTTP request."],
  ["Send webhooks to it", "Each one is stored byte for byte before the sender gets a response."],
  [
    "Watch, search, replay",
    "They appear here immediately. The CLI forwards them to your own server.",
  ],
] as const;

/** Shown to a new account. */
export function NoEndpoints({ onCreate }: { onCreate(): void }) {
  return (
    <Card>
      <EmptyState
        icon="inbox"
        title="Receive your first webhook"
        actions={
          <Button tone="primary" icon="add" onClick={onCreate}>
            Create an endpoint
          </Button>
        }
      >
        <ol className={styles.steps}>
          {STEPS.map(([title, text]) => (
            <li key={title} className={styles.step}>
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </EmptyState>
    </Card>
  );
}
