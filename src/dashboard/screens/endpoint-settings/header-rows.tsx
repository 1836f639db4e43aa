import { Button, IconButton } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { headerName, headerProblem, type HeaderRow, type Problems } from "./response-form.ts";
import field from "../../components/field.module.css";
import styles from "./response-card.module.css";

export interface HeaderRowsProps {
  headers: readonly HeaderRow[];
  problems: Problems;
  onChange(headers: readonly HeaderRow[]): void;
}

export function HeaderRows({ headers, problems, onChange }: HeaderRowsProps) {
  const set = (changed: HeaderRow) =>
    onChange(headers.map((header) => (header.row === changed.row ? changed : header)));
  const add = () => {
    const row = Math.max(-1, ...headers.map((header) => header.row)) + 1;
    onChange([...headers, { row, name: "", value: "" }]);
  };
  return (
    <fieldset className={styles.headers}>
      <legend className={styles.legend}>Headers</legend>
      {headers.map((header, at) => (
        <div key={header.row} className={styles.header}>
          <TextField
            label={`Name of header ${at + 1}`}
            isLabelHidden
            placeholder="x-name"
            value={header.name}
            onChange={(name) => set({ ...header, name })}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            problem={headerProblem(problems, header)}
          />
          <TextField
            label={`Value of header ${at + 1}`}
            isLabelHidden
            placeholder="value"
            value={header.value}
            onChange={(value) => set({ ...header, value })}
            autoComplete="off"
            spellCheck={false}
          />
          <IconButton
            icon="trash"
            label={`Remove header ${headerName(header) || at + 1}`}
            onClick={() => onChange(headers.filter(({ row }) => row !== header.row))}
          />
        </div>
      ))}
      {problems.has("response.headers") && (
        <p className={field.problem} role="alert">
          {problems.get("response.headers")}
        </p>
      )}
      <div>
        <Button size="small" icon="add" onClick={add}>
          Add header
        </Button>
      </div>
      <p className={field.hint}>
        Allowed: content-type, content-language, cache-control, etag, last-modified, retry-after,
        and names that start with x-, webhook- or ratelimit-.
      </p>
    </fieldset>
  );
}
