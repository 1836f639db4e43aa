import { IconButton } from "../../../components/button.tsx";
import { TextField } from "../../../components/field.tsx";
import { numberText } from "../../../inspect/size.ts";
import styles from "./structure.module.css";

export interface SearchBarProps {
  search: string;
  onSearch(search: string): void;
  /** How often it was found. */
  count: number;
  /** From 0. */
  current: number;
  onStep(by: 1 | -1): void;
}

/** Looks for a text; Enter goes to the next place, with Shift to the one before. */
export function SearchBar({ search, onSearch, count, current, onStep }: SearchBarProps) {
  return (
    <div className={styles.search}>
      <TextField
        label="Search in the body"
        isLabelHidden
        type="search"
        placeholder="Search"
        value={search}
        onChange={onSearch}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onStep(event.shiftKey ? -1 : 1);
        }}
      />
      {search !== "" && (
        <>
          <span className={styles.count} role="status">
            {count === 0 ? "Not found" : `${numberText(current + 1)} of ${numberText(count)}`}
          </span>
          <span className={styles.up}>
            <IconButton
              icon="chevron"
              size="small"
              label="Previous place"
              onClick={() => onStep(-1)}
            />
          </span>
          <IconButton icon="chevron" size="small" label="Next place" onClick={() => onStep(1)} />
        </>
      )}
    </div>
  );
}
