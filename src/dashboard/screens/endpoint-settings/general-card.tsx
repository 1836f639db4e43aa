import { Card } from "../../components/card.tsx";
import { AliasField, PermanentField } from "../endpoints/endpoint-fields.tsx";
import type { SettingsState } from "./use-settings-form.ts";

export function GeneralCard({ state: { form, change, error } }: { state: SettingsState }) {
  return (
    <Card title="General">
      <AliasField value={form.alias} onChange={(alias) => change({ alias })} error={error} />
      <PermanentField
        isOn={form.isPermanent}
        onChange={(isPermanent) => change({ isPermanent })}
        error={error}
      />
    </Card>
  );
}
