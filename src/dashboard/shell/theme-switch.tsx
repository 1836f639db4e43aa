import { useId } from "react";
import { chooseTheme, THEMES, useTheme, type Theme } from "./theme.ts";
import styles from "./theme-switch.module.css";

const NAMES: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

export function ThemeSwitch() {
  const theme = useTheme();
  // If two switches had the same name, the browser would treat them as one group.
  const group = useId();
  return (
    <fieldset className={styles.switch}>
      <legend className={styles.legend}>Theme</legend>
      {THEMES.map((name) => (
        <label key={name} className={styles.choice}>
          <input
            type="radio"
            name={group}
            value={name}
            checked={theme === name}
            onChange={() => chooseTheme(name)}
          />
          <span>{NAMES[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}
