import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from "react";
import { classes } from "./classes.ts";
import styles from "./field.module.css";

interface Labelled {
  label: string;
  /** A sentence of help. */
  hint?: ReactNode;
  /** The reason why the input is invalid. */
  problem?: string | null | undefined;
  /** Only screen readers get the label, because the field's place explains it to the eye. */
  isLabelHidden?: boolean;
}

/** Label, hint and problem around one control, linked to it by ids. */
function Field(props: Labelled & { children: (control: ControlIds) => ReactNode }) {
  const id = useId();
  const { label, hint, problem, isLabelHidden, children } = props;
  const describedBy =
    classes(hint !== undefined && `${id}-hint`, problem && `${id}-problem`) || undefined;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={isLabelHidden ? "visually-hidden" : styles.label}>
        {label}
      </label>
      {children({
        id,
        "aria-describedby": describedBy,
        "aria-invalid": problem ? true : undefined,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface ControlIds {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

type OwnProps = "className" | "id" | "onChange" | "value";

export interface TextFieldProps
  extends Labelled, Omit<InputHTMLAttributes<HTMLInputElement>, OwnProps> {
  value: string;
  onChange(value: string): void;
}

/** `<TextField label="Alias" value={alias} onChange={setAlias} hint="Only you see it." />` */
export function TextField(props: TextFieldProps) {
  const { label, hint, problem, isLabelHidden = false, value, onChange, ...rest } = props;
  return (
    <Field {...{ label, hint, problem, isLabelHidden }}>
      {(ids) => (
        <input
          type="text"
          {...rest}
          {...ids}
          className={styles.control}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface TextAreaProps
  extends Labelled, Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, OwnProps> {
  value: string;
  onChange(value: string): void;
  /** For code: monospace, no spell checker. */
  isCode?: boolean;
}

export function TextArea(props: TextAreaProps) {
  const { label, hint, problem, isLabelHidden = false, isCode, value, onChange, ...rest } = props;
  return (
    <Field {...{ label, hint, problem, isLabelHidden }}>
      {(ids) => (
        <textarea
          rows={4}
          spellCheck={!isCode}
          {...rest}
          {...ids}
          className={classes(styles.control, isCode && styles.code)}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface SelectFieldProps<Value extends string>
  extends Labelled, Omit<SelectHTMLAttributes<HTMLSelectElement>, OwnProps> {
  value: Value;
  options: readonly (readonly [value: Value, text: string])[];
  onChange(value: Value): void;
}

/** `<SelectField label="Expires" value={days} options={[["30", "In 30 days"], …]} onChange={setDays} />` */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, hint, problem, isLabelHidden = false, value, options, onChange, ...rest } = props;
  return (
    <Field {...{ label, hint, problem, isLabelHidden }}>
      {(ids) => (
        <select
          {...rest}
          {...ids}
          className={classes(styles.control, styles.select)}
          value={value}
          onChange={(event) => {
            const chosen = options[event.target.selectedIndex];
            if (chosen) onChange(chosen[0]);
          }}
        >
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export interface CheckboxProps {
  label: ReactNode;
  hint?: ReactNode;
  isChecked: boolean;
  onChange(isChecked: boolean): void;
  disabled?: boolean;
}

/** `<Checkbox label="Never expires" isChecked={isPermanent} onChange={setPermanent} />` */
export function Checkbox({ label, hint, isChecked, onChange, disabled = false }: CheckboxProps) {
  const id = useId();
  return (
    <div className={classes(styles.option, styles.checkbox)}>
      <input
        id={id}
        type="checkbox"
        checked={isChecked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
