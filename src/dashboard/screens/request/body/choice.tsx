import { useId } from "react";
import styles from "./choice.module.css";

export interface ChoiceProps<Name extends string> {
  label: string;
  options: readonly (readonly [name: Name, text: string])[];
  chosen: Name;
  onChoose(name: Name): void;
}

/** One of a few, side by side: `<Choice label="View" options={[["tree", "Tree"]]} chosen={view} onChoose={setView} />` */
export function Choice<Name extends string>({
  label,
  options,
  chosen,
  onChoose,
}: ChoiceProps<Name>) {
  const group = useId();
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.legend}>{label}</legend>
      {options.map(([name, text]) => (
        <label key={name} className={styles.option}>
          <input
            type="radio"
            name={group}
            value={name}
            checked={name === chosen}
            onChange={() => onChoose(name)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
