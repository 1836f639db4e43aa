import { useMemo, useState } from "react";
import { Checkbox } from "../../components/field.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { compareRequests } from "../../inspect/compare.ts";
import { numberText } from "../../inspect/size.ts";
import type { RequestPair } from "./sides.tsx";
import { BodyDiff } from "./body-diff.tsx";
import { NamedChanges } from "./named-changes.tsx";
import { Sides } from "./sides.tsx";
import styles from "./comparison.module.css";

export function Comparison({ before, after }: RequestPair) {
  const [showUnchanged, setShowUnchanged] = useState(false);
  const changes = useMemo(() => compareRequests(before, after), [before, after]);
  const swapped = new URLSearchParams({ a: after.id, b: before.id });
  return (
    <>
      <PageHeading
        title={`#${numberText(before.seq)} compared with #${numberText(after.seq)}`}
        actions={
          <LinkButton to={`/endpoints/${before.endpointId}/compare?${swapped}`} icon="compare">
            Swap sides
          </LinkButton>
        }
      />
      <div className={styles.comparison}>
        <Sides before={before} after={after} changes={changes} />
        <Checkbox
          label="Show unchanged fields"
          isChecked={showUnchanged}
          onChange={setShowUnchanged}
        />
        <NamedChanges
          title="Query"
          noun="parameter"
          changes={changes.query}
          showUnchanged={showUnchanged}
        />
        <NamedChanges
          title="Headers"
          noun="header"
          changes={changes.headers}
          showUnchanged={showUnchanged}
        />
        <BodyDiff before={before} after={after} showUnchanged={showUnchanged} />
      </div>
    </>
  );
}
