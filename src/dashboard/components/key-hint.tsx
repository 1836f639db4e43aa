import styles from "./key-hint.module.css";

/** Keys and what they do: `<KeyHint keys={["J", "K"]}>move</KeyHint>` */
export function KeyHint({ keys, children }: { keys: readonly string[]; children?: string }) {
  return (
    <span className={styles.hint}>
      {keys.map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
      {children}
    </span>
  );
}
