import { useSyncExternalStore } from "react";
import { Checkbox } from "../../components/field.tsx";
import { KeyHint } from "../../components/key-hint.tsx";
import { PopoverPanel } from "../../components/popover-panel.tsx";
import {
  areShortcutsOn,
  setShortcutsOn,
  subscribeToShortcuts,
} from "../../components/use-shortcuts.ts";
import styles from "./keys-help.module.css";

const KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [["↑", "↓"], "Move in the list"],
  [["J", "K"], "Next / previous request"],
  [["Enter"], "Open the request"],
  [["Esc"], "Close the request"],
  [["/"], "Search"],
  [["P"], "Pause / resume the list"],
  [["R"], "Replay the open request"],
  [["C"], "Compare the open request"],
];

/** The keyboard shortcuts, and the switch that turns the single-letter ones off. */
export function KeysHelp() {
  const isOn = useSyncExternalStore(subscribeToShortcuts, areShortcutsOn);
  return (
    <PopoverPanel
      label="Keyboard shortcuts"
      align="end"
      buttonClassName={styles.button}
      button={<span className={styles.mark}>?</span>}
    >
      <section className={styles.help} aria-label="Keyboard shortcuts">
        <KeyList />
        <Checkbox label="Single-letter shortcuts" isChecked={isOn} onChange={setShortcutsOn} />
      </section>
    </PopoverPanel>
  );
}

export function KeyList() {
  return (
    <dl className={styles.keys}>
      {KEYS.map(([keys, does]) => (
        <div key={does} className={styles.key}>
          <dt>
            <KeyHint keys={keys} />
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
