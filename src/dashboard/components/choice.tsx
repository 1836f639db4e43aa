import { useId } from "react";
import { classes } from "./classes.ts";
import styles from "./choice.module.css";

export interface ChoiceProps<Name extends string> {
  label: string;
  options: readonly (readonly [name: Name, text: string])[];
  chosen: Name;
  onChoose(name: Name): void;
  /** As wide as the place that it is in. */
  isWide?: boolean;
}

/** One of a few, side by side: `<Choice label="View" options={[["tree", "Tree"]]} chosen={view} onChoose={setView} />` */
export function Choice<Name extends string>({
  label,
  options,
  chosen,
  onChoose,
  isWide = false,
}: ChoiceProps<Name>) {
  const group = useId();
  return (
    <fieldset className={classes(styles.choice, isWide && styles.wide)}>
      <legend className="visually-hidden">{label}</legend>
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
