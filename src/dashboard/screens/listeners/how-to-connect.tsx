import { useState } from "react";
import { Card } from "../../components/card.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Notice } from "../../components/notice.tsx";
import { Tabs } from "../../components/tabs.tsx";
import { useUsage } from "../../api/account-queries.ts";
import { connectSamples, type Sample } from "./connect-samples.ts";
import styles from "./how-to-connect.module.css";

/** Commands and programs to copy that listen on this endpoint. */
export function HowToConnect({ endpointId }: { endpointId: string }) {
  const [chosen, setChosen] = useState<Sample["name"]>("cli");
  const hasKeys = (useUsage().data?.apiKeys.limit ?? 1) > 0;
  const samples = connectSamples(globalThis.location.origin, endpointId);
  return (
    <Card
      title="Connect a listener"
      description="A listener gets each webhook as soon as it arrives. The CLI also fetches what it missed while it was disconnected."
      actions={
        hasKeys && (
          <LinkButton to="/settings/keys" icon="key">
            Create API key
          </LinkButton>
        )
      }
    >
      <Tabs<Sample["name"]>
        label="Ways to connect"
        chosen={chosen}
        onChoose={setChosen}
        tabs={samples.map((sample) => ({
          name: sample.name,
          label: sample.label,
          content: <SampleTab sample={sample} hasKeys={hasKeys} />,
        }))}
      />
    </Card>
  );
}

function SampleTab({
  sample: { name, label, needs, setup, code },
  hasKeys,
}: {
  sample: Sample;
  hasKeys: boolean;
}) {
  return (
    <div className={styles.way}>
      {name !== "cli" && !hasKeys && (
        <Notice tone="info">
          This needs an API key, and your plan has none. <a href="/pricing">Compare plans</a>.
        </Notice>
      )}
      <p className={styles.needs}>{needs}</p>
      {setup !== undefined && <CodeBlock code={setup} what={`${label} setup`} />}
      <CodeBlock code={code} what={`${label} sample`} />
    </div>
  );
}
