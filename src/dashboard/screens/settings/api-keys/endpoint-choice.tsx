import type { EndpointRow } from "../../../../client/index.ts";
import { Checkbox } from "../../../components/field.tsx";
import { RadioGroup } from "../../../components/radio-group.tsx";
import { endpointName } from "../../../shell/endpoint-name.ts";
import styles from "./endpoint-choice.module.css";

export interface EndpointChoiceProps {
  endpoints: readonly EndpointRow[];
  /** null: all of them. */
  chosen: readonly string[] | null;
  onChange(chosen: readonly string[] | null): void;
}

/** Which endpoints a key may access: all of them, or a selection. */
export function EndpointChoice({ endpoints, chosen, onChange }: EndpointChoiceProps) {
  const toggle = (id: string, isOn: boolean) => {
    const others = (chosen ?? []).filter((other) => other !== id);
    onChange(isOn ? [...others, id] : others);
  };
  return (
    <div className={styles.choice}>
      <RadioGroup
        label="Endpoints"
        value={chosen === null ? "all" : "some"}
        onChange={(value) => onChange(value === "all" ? null : [])}
        options={[
          { value: "all", label: "All, including future endpoints" },
          {
            value: "some",
            label: "Selected endpoints only",
            hint: "Other endpoints return 404 for this key.",
          },
        ]}
      />
      {chosen !== null && (
        <ul className={styles.list} aria-label="Selected endpoints">
          {endpoints.map((endpoint) => (
            <li key={endpoint.id}>
              <Checkbox
                label={endpointName(endpoint)}
                isChecked={chosen.includes(endpoint.id)}
                onChange={(isOn) => toggle(endpoint.id, isOn)}
              />
            </li>
          ))}
          {endpoints.length === 0 && <li className={styles.none}>You have no endpoints yet.</li>}
        </ul>
      )}
    </div>
  );
}
