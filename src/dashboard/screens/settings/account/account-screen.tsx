import type { Me } from "../../../../client/index.ts";
import { Card } from "../../../components/card.tsx";
import { CopyButton } from "../../../components/copy-button.tsx";
import { PageHeading } from "../../../components/page-heading.tsx";
import { PageLinkButton } from "../../../components/link-button.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useMe } from "../../../api/account-queries.ts";
import { ThemeSwitch } from "../../../shell/theme-switch.tsx";
import { dateText } from "../../../components/time-text.ts";
import { FactList } from "../fact-list.tsx";
import { LoadProblem } from "../../../shell/load-problem.tsx";
import { DeleteAccount } from "./delete-account.tsx";
import styles from "./account-screen.module.css";

/** A plain download link, so that the browser streams the file to disk: it may be gigabytes. */
const EXPORT_PATH = "/api/account/export";

export function AccountScreen() {
  const { data: me, error, refetch } = useMe();
  return (
    <>
      <PageHeading title="Account" />
      {error && !me && <LoadProblem error={error} onRetry={() => void refetch()} />}
      {!me && !error && <Skeleton rows={3} rowHeight={120} />}
      {me && (
        <div className={styles.cards}>
          <ProfileCard me={me} />
          <Card
            title="Theme"
            description="Applies to this browser only."
            actions={
              <div className={styles.theme}>
                <ThemeSwitch />
              </div>
            }
          />
          <Card
            title="Export"
            description="Everything stored for your account, including all endpoints and requests, as one JSON Lines file. Secrets are not included."
            actions={
              <PageLinkButton href={EXPORT_PATH} icon="download" isDownload>
                Download export
              </PageLinkButton>
            }
          />
          <DeleteAccount email={me.email} />
        </div>
      )}
    </>
  );
}

function ProfileCard({ me: { id, email, name, createdAt } }: { me: Me }) {
  return (
    <Card title="Profile">
      <FactList
        facts={[
          ["Email", email],
          ["Name", name ?? "Not set"],
          ["Member since", dateText(createdAt)],
          [
            "Account ID",
            <span key="id" className={styles.id}>
              <code>{id}</code>
              <CopyButton text={id} what="account ID" />
            </span>,
          ],
        ]}
      />
    </Card>
  );
}
