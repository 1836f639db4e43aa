import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import styles from "./no-endpoints.module.css";

const STEPS = [
  ["Create an endpoint", "You get an address that takes whatever is sent to it."],
  ["Send webhooks to it", "Each is stored, to the byte, before its sender gets an answer."],
  [
    "Watch, search, replay",
    "They appear here at once, and in your own server by the command line.",
  ],
] as const;

/** What a new account sees first. */
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
