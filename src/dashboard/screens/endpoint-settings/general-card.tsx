import { Card } from "../../components/card.tsx";
import { AliasField, PermanentField } from "../endpoints/endpoint-fields.tsx";
import type { SettingsState } from "./use-settings-form.ts";
import styles from "./settings.module.css";

export function GeneralCard({ state: { form, change, error } }: { state: SettingsState }) {
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
