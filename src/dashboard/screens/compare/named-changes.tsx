import type { NamedChange } from "../../inspect/compare.ts";
import { countText } from "../../inspect/size.ts";
import { visibleText } from "../../inspect/visible-text.ts";
import { ChangeBadge } from "./change-badge.tsx";
import styles from "./named-changes.module.css";

export interface NamedChangesProps {
  title: string;
  /** Singular: "header". */
  noun: string;
  changes: readonly NamedChange[];
  showUnchanged: boolean;
}

/** Hostile queries have thousands of parameters. */
const MAX_ROWS = 500;
const MAX_SHOWN = 2_000;

/** A table of names with their values before and after. */
export function NamedChanges({ title, noun, changes, showUnchanged }: NamedChangesProps) {
  const differing = changes.filter(({ change }) => change !== "same");
  const shown = (showUnchanged ? changes : differing).slice(0, MAX_ROWS);
  return (
    <section className={styles.section} aria-label={title}>
      <h2 className={styles.title}>
        {title}{" "}
        <span className={styles.count}>{summary(differing.length, changes.length, noun)}</span>
      </h2>
      {shown.length > 0 && (
        <table className={styles.table}>
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.name} className={styles[row.change]}>
                <th scope="row">{visibleText(row.name)}</th>
                <Values values={row.before} className={styles.before} />
                <Values values={row.after} className={styles.after} />
                <td className={styles.change}>
                  <ChangeBadge change={row.change} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Values({ values, className }: { values: string[]; className: string | undefined }) {
  return (
    <td className={className}>
      {values.length === 0 && <span className={styles.none}>missing</span>}
      {values.map((value, at) => (
        <div key={at} className={styles.value}>
          {value === "" ? <span className={styles.none}>empty</span> : visibleText(short(value))}
        </div>
      ))}
    </td>
  );
}

function short(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function summary(differing: number, all: number, noun: string): string {
  if (all === 0) return `no ${noun}s`;
  if (differing === 0) return `${countText(all, noun)}, unchanged`;
  return `${differing} of ${countText(all, noun)} differ${differing === 1 ? "s" : ""}`;
}
