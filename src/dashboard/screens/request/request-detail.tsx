import { Badge, MethodBadge } from "../../components/badge.tsx";
import { Tabs } from "../../components/tabs.tsx";
import { parseQuery } from "../../inspect/query.ts";
import { detectProvider } from "../../inspect/signature-headers.ts";
import { numberText } from "../../inspect/size.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { client } from "../../api/client.ts";
import { BodyView } from "./body-view.tsx";
import { HeadersView } from "./headers-view.tsx";
import { QueryView } from "./query-view.tsx";
import { RawView } from "./raw/raw-view.tsx";
import { RequestActions } from "./request-actions.tsx";
import { providerName } from "./signature/provider-names.ts";
import { SignatureView } from "./signature/signature-view.tsx";
import { Summary } from "./summary.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { pathAndQuery } from "../../inspect/raw-request.ts";
import { visibleText } from "../../inspect/visible-text.ts";
import { RequestTarget } from "./request-target.tsx";
import styles from "./request-detail.module.css";

export type TabName = "body" | "headers" | "query" | "raw" | "signature";

export interface RequestDetailProps {
  request: CapturedRequest;
  tab: TabName;
  onTab(tab: TabName): void;
  secret: string;
  onSecret(secret: string): void;
  onDeleted(): void;
}

/** A request with its actions and its parts in tabs. */
export function RequestDetail(props: RequestDetailProps) {
  const { request, tab, onTab, secret, onSecret, onDeleted } = props;
  const queryCount = parseQuery(request.rawQuery).total;
  const provider = detectProvider(request.headers);
  return (
    <article className={styles.detail} aria-label={`Request ${request.seq}`}>
      <RequestHead request={request} />
      <RequestActions request={request} onDeleted={onDeleted} />
      <Summary request={request} />
      <Tabs
        label="Request parts"
        chosen={tab}
        onChoose={onTab}
        tabs={[
          {
            name: "body",
            label: "Body",
            content: (
              <BodyView
                request={request}
                loadBytes={async (signal) =>
                  (await client.requests.body(request.id, { signal })).bytes()
                }
              />
            ),
          },
          {
            name: "headers",
            label: <Counted label="Headers" count={request.rawHeaders.length} />,
            content: <HeadersView request={request} />,
          },
          {
            name: "query",
            label: <Counted label="Query" count={queryCount} />,
            content: <QueryView request={request} />,
          },
          { name: "raw", label: "Raw", content: <RawView request={request} /> },
          {
            name: "signature",
            label: (
              <span className={styles.counted}>
                Signature{provider && <Badge tone="info">{providerName(provider)}</Badge>}
              </span>
            ),
            content: <SignatureView request={request} secret={secret} onSecret={onSecret} />,
          },
        ]}
      />
    </article>
  );
}

function Counted({ label, count }: { label: string; count: number }) {
  return (
    <span className={styles.counted}>
      {label}
      <Badge>{numberText(count)}</Badge>
    </span>
  );
}

function RequestHead({ request }: { request: CapturedRequest }) {
  return (
    <header className={styles.head}>
      <h2 className={styles.title}>
        <MethodBadge method={visibleText(request.method)} />
        <RequestTarget request={request} />
      </h2>
      <CopyButton text={pathAndQuery(request)} what="path" />
    </header>
  );
}
