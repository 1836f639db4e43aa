import { useEffect, useId, useRef } from "react";
import { Badge } from "../../../components/badge.tsx";
import { Time } from "../../../components/time.tsx";
import { visibleText } from "../../../inspect/visible-text.ts";
import { targetName, type NamedTarget } from "./target-name.ts";
import { CLIENT_TYPES } from "../../../shell/client-types.ts";
import styles from "./replay.module.css";

export interface TargetListProps {
  targets: readonly NamedTarget[];
  chosenId: string | null;
  onChoose(connectionId: string): void;
}

/** The connected listeners, as a radio group. */
export function TargetList({ targets, chosenId, onChoose }: TargetListProps) {
  const group = useId();
  const list = useRef<HTMLFieldSetElement>(null);
  // The list loads after the dialog has opened, so it was not there for the initial focus.
  useEffect(() => {
    list.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
  }, []);
  return (
    <fieldset ref={list} className={styles.targets}>
      <legend className="visually-hidden">Listener</legend>
      {targets.map((target) => (
        <label key={target.connectionId} className={styles.target}>
          <input
            type="radio"
            name={group}
            checked={target.connectionId === chosenId}
            onChange={() => onChoose(target.connectionId)}
          />
          <span className={styles.who}>
            <span className={styles.name}>{visibleText(targetName(target))}</span>
            {target.keyName !== null && <Badge>{CLIENT_TYPES[target.clientType].label}</Badge>}
            {target.clientMode !== null && <Badge tone="info">{target.clientMode}</Badge>}
          </span>
          <span className={styles.about}>
            connected <Time at={target.connectedAt} />
            {target.userAgent !== null && ` · ${visibleText(target.userAgent)}`}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
