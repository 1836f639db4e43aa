import { useMemo } from "react";
import { parseForm } from "../../../inspect/form.ts";
import { visibleText } from "../../../inspect/visible-text.ts";
import { PairFacts } from "../pair-facts.tsx";
import { JsonView } from "./json-view.tsx";
import view from "../view.module.css";
import styles from "./structure.module.css";

/** How many JSON fields are shown as a tree. */
const MAX_TREES = 3;

/** A form's fields. A field with JSON, as GitHub and Slack send it, is also shown as a tree. */
export function FormView({ text }: { text: string }) {
  const { fields, total } = useMemo(() => parseForm(text), [text]);
  return (
    <div className={view.view}>
      {fields
        .filter(({ isJson }) => isJson)
        .slice(0, MAX_TREES)
        .map(({ name, value }, at) => (
          <section key={at} className={view.view} aria-label={visibleText(name)}>
            <code className={styles.field}>{visibleText(name)}</code>
            <JsonView text={value} isSequence={false} />
          </section>
        ))}
      <PairFacts caption="Form" pairs={fields} total={total} />
    </div>
  );
}
