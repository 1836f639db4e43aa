import { useId, type ReactNode } from "react";
import field from "./field.module.css";
import styles from "./radio-group.module.css";

interface RadioOption<Value extends string> {
  value: Value;
  label: string;
  hint?: ReactNode;
}

export interface RadioGroupProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly RadioOption<Value>[];
  onChange(value: Value): void;
}

/**
 * A choice of one option, each with a hint:
 * `<RadioGroup label="May use" value={reach} options={…} onChange={setReach} />`
 */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, value, options, onChange } = props;
  const id = useId();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      {options.map((option) => (
        <div key={option.value} className={field.option}>
          <input
            id={`${id}-${option.value}`}
            type="radio"
            name={id}
            checked={option.value === value}
            aria-describedby={option.hint === undefined ? undefined : `${id}-${option.value}-hint`}
            onChange={() => onChange(option.value)}
          />
          <label htmlFor={`${id}-${option.value}`}>{option.label}</label>
          {option.hint !== undefined && (
            <p id={`${id}-${option.value}-hint`} className={field.hint}>
              {option.hint}
            </p>
          )}
        </div>
      ))}
    </fieldset>
  );
}
