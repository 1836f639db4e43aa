import { IconButton } from "../../../components/button.tsx";
import { TextField } from "../../../components/field.tsx";
import { numberText } from "../../../inspect/size.ts";
import styles from "./structure.module.css";

export interface SearchBarProps {
  search: string;
  onSearch(search: string): void;
  /** The number of matches. */
  count: number;
  /** Index of the current match, from 0. */
  current: number;
  onStep(by: 1 | -1): void;
}

/** Enter goes to the next match, Shift+Enter to the previous one. */
export function SearchBar({ search, onSearch, count, current, onStep }: SearchBarProps) {
  return (
    <div className={styles.search}>
      <TextField
        label="Search body"
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
            {count === 0 ? "No matches" : `${numberText(current + 1)} of ${numberText(count)}`}
          </span>
          <span className={styles.up}>
            <IconButton
              icon="chevron"
              size="small"
              label="Previous match"
              onClick={() => onStep(-1)}
            />
          </span>
          <IconButton icon="chevron" size="small" label="Next match" onClick={() => onStep(1)} />
        </>
      )}
    </div>
  );
}
