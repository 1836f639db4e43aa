import { useId, useState, type FormEvent } from "react";
import { Button } from "../../components/button.tsx";
import { classes } from "../../components/classes.ts";
import { useNow } from "../../components/clock.ts";
import { TextField } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { PopoverPanel } from "../../components/popover-panel.tsx";
import {
  ANY_TIME,
  fromInput,
  PRESETS,
  rangeOf,
  rangeText,
  toInput,
  type TimeRange,
} from "./time-range.ts";
import styles from "./filter-bar.module.css";

/** Filters by time: presets, and two fields for a custom range. */
export function TimeFilter({
  range,
  onChange,
}: {
  range: TimeRange;
  onChange(to: TimeRange): void;
}) {
  const text = useNow((now) => rangeText(range, now));
  const isOn = range.since !== "" || range.until !== "";
  return (
    <PopoverPanel
      label={`Time: ${text}`}
      buttonClassName={classes(styles.control, styles.time, isOn && styles.on)}
      button={
        <>
          <Icon name="clock" />
          <span className={styles.timeText}>{text}</span>
          <Icon name="chevron" />
        </>
      }
    >
      <div className={styles.presets}>
        <Preset label="Any time" isChosen={!isOn} onChoose={() => onChange(ANY_TIME)} />
        {PRESETS.map(([label, ms]) => (
          <Preset key={label} label={label} onChoose={() => onChange(rangeOf(ms, Date.now()))} />
        ))}
      </div>
      {/* Remounted for each range, which discards dates that were not applied. */}
      <CustomRange key={range.since + range.until} range={range} onChange={onChange} />
    </PopoverPanel>
  );
}

function Preset(props: { label: string; isChosen?: boolean; onChoose(): void }) {
  const { label, isChosen = false, onChoose } = props;
  return (
    <button
      type="button"
      data-closes
      className={styles.preset}
      aria-pressed={isChosen}
      onClick={onChoose}
    >
      {label}
      {isChosen && <Icon name="check" />}
    </button>
  );
}

function CustomRange({ range, onChange }: { range: TimeRange; onChange(to: TimeRange): void }) {
  const [from, setFrom] = useState(toInput(range.since));
  const [to, setTo] = useState(toInput(range.until));
  const id = useId();
  const [since, until] = [fromInput(from), fromInput(to)];
  const isBackwards = since !== "" && until !== "" && since > until;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBackwards) return;
    event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
    onChange({ since, until });
  };
  return (
    <form className={styles.exact} onSubmit={submit} aria-labelledby={id} noValidate>
      <p id={id} className={styles.exactTitle}>
        Custom range
      </p>
      <TextField label="From" type="datetime-local" step={1} value={from} onChange={setFrom} />
      <TextField
        label="To"
        type="datetime-local"
        step={1}
        value={to}
        onChange={setTo}
        problem={isBackwards ? "The end must be after the start." : null}
      />
      <Button type="submit" size="small">
        Apply
      </Button>
    </form>
  );
}
