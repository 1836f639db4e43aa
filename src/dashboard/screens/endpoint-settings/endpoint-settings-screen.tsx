import { useRef, type FormEvent } from "react";
import { flushSync } from "react-dom";
import type { EndpointRow } from "../../../client/index.ts";
import { LeaveGuard } from "../../components/leave-guard.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useEndpoint } from "../../api/endpoint-queries.ts";
import { LoadProblem } from "../../shell/load-problem.tsx";
import { DangerCard } from "./danger-card.tsx";
import { HandshakesCard } from "./handshakes-card.tsx";
import { IntakeCard } from "./intake-card.tsx";
import { ResponseCard } from "./response-card.tsx";
import { SaveBar } from "./save-bar.tsx";
import { StorageCard } from "./storage-card.tsx";
import { useSettingsForm, type SettingsState } from "./use-settings-form.ts";
import { Card } from "../../components/card.tsx";
import { AliasField, PermanentField } from "../endpoints/endpoint-fields.tsx";
import styles from "./settings.module.css";

export function EndpointSettingsScreen({ endpointId }: { endpointId: string }) {
  const { data, error, refetch } = useEndpoint(endpointId);
  return (
    <div className={styles.screen}>
      <PageHeading title="Endpoint settings" />
      {error && !data && <LoadProblem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={3} rowHeight={160} />}
      {data && <Settings endpoint={data} />}
    </div>
  );
}

function Settings({ endpoint }: { endpoint: EndpointRow }) {
  const state = useSettingsForm(endpoint);
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Render the errors synchronously, so that the first invalid field can be focused.
    if (!flushSync(state.save)) {
      form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
    }
  };
  return (
    <>
      <IntakeCard endpoint={endpoint} />
      <form ref={form} className={styles.form} onSubmit={submit} noValidate>
        <GeneralCard state={state} />
        <ResponseCard state={state} />
        <HandshakesCard state={state} />
        <SaveBar state={state} />
      </form>
      <StorageCard endpoint={endpoint} />
      <DangerCard endpoint={endpoint} />
      <LeaveGuard isDirty={state.isDirty} />
    </>
  );
}

function GeneralCard({ state: { form, change, error } }: { state: SettingsState }) {
  return (
    <Card title="General">
      <div className={styles.alias}>
        <AliasField value={form.alias} onChange={(alias) => change({ alias })} error={error} />
      </div>
      <PermanentField
        isOn={form.isPermanent}
        onChange={(isPermanent) => change({ isPermanent })}
        error={error}
      />
    </Card>
  );
}
