import { useMutation } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { showToast } from "../../components/toast.tsx";
import { curlFor, sendTestWebhook } from "../../api/test-webhook.ts";
import { endpointUrl, endpointName } from "../../shell/endpoint-name.ts";
import styles from "./first-webhook.module.css";

/** How to get something into an endpoint: its address, a command that is ready, and a button. */
export function FirstWebhook({ endpoint }: { endpoint: { id: string; alias: string | null } }) {
  const address = endpointUrl(endpoint.id);
  const [, go] = useLocation();
  const sending = useMutation({
    mutationFn: sendTestWebhook,
    onSuccess: () =>
      showToast({
        text: "The test webhook is stored.",
        action: { label: "Show it", onClick: () => go(`/endpoints/${endpoint.id}`) },
      }),
    onError: (error) => showToast({ tone: "bad", text: error.message }),
  });
  return (
    <div className={styles.first}>
      <Card
        title={`Send the first webhook to ${endpointName(endpoint)}`}
        description="Nothing has come in yet. Do one of these, and watch it arrive."
      >
        <ol className={styles.ways}>
          <li className={styles.way}>
            <h3>Give this address to the sender</h3>
            <CodeBlock code={address} what="address" />
          </li>
          <li className={styles.way}>
            <h3>Or send one from a terminal</h3>
            <CodeBlock code={curlFor(address)} what="curl command" />
          </li>
          <li className={styles.way}>
            <h3>Or from here</h3>
            <div>
              <Button
                icon="send"
                isBusy={sending.isPending}
                onClick={() => sending.mutate(address)}
              >
                Send a test webhook
              </Button>
            </div>
          </li>
        </ol>
      </Card>
    </div>
  );
}
