import { useMutation } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { showToast } from "../../components/toast.tsx";
import { curlFor, sendTestWebhook } from "../../api/test-webhook.ts";
import { endpointUrl, endpointName } from "../../shell/endpoint-name.ts";
import styles from "./first-webhook.module.css";

/** Three ways to send the first request: the URL, a curl command and a button. */
export function FirstWebhook({ endpoint }: { endpoint: { id: string; alias: string | null } }) {
  const url = endpointUrl(endpoint.id);
  const [, go] = useLocation();
  const sending = useMutation({
    mutationFn: sendTestWebhook,
    onSuccess: () =>
      showToast({
        text: "Test webhook sent.",
        action: { label: "View", onClick: () => go(`/endpoints/${endpoint.id}`) },
      }),
    onError: (error) => showToast({ tone: "bad", text: error.message }),
  });
  return (
    <div className={styles.first}>
      <Card
        title={`Send your first webhook to ${endpointName(endpoint)}`}
        description="No requests yet. Send one and it appears in the live view."
      >
        <ol className={styles.ways}>
          <li className={styles.way}>
            <h3>Give this URL to the sender</h3>
            <CodeBlock code={url} what="URL" />
          </li>
          <li className={styles.way}>
            <h3>Or send one from your terminal</h3>
            <CodeBlock code={curlFor(url)} what="curl command" />
          </li>
          <li className={styles.way}>
            <h3>Or send one from here</h3>
            <div>
              <Button icon="send" isBusy={sending.isPending} onClick={() => sending.mutate(url)}>
                Send test webhook
              </Button>
            </div>
          </li>
        </ol>
      </Card>
    </div>
  );
}
