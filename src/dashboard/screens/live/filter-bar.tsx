import { useEffect, useRef, useState, type KeyboardEvent, type Ref } from "react";
import { Button, IconButton } from "../../components/button.tsx";
import { classes } from "../../components/classes.ts";
import { Icon } from "../../components/icon.tsx";
import { KeyHint } from "../../components/key-hint.tsx";
import { isFiltering, NO_FILTER, type FeedFilter } from "../../feed/filter.ts";
import { MAX_SEARCH_CHARACTERS } from "../../../protocol/page-query.ts";
import { TimeFilter } from "./time-filter.tsx";
import styles from "./filter-bar.module.css";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Every search scans all stored requests, so it waits for a pause in typing. */
const TYPING_MS = 250;

export interface FilterBarProps {
  filter: FeedFilter;
  /** @param isFollowing continues the last change, as while typing: it replaces its history entry */
  onFilter(filter: FeedFilter, isFollowing?: boolean): void;
  searchRef: Ref<HTMLInputElement>;
}

/** Filters the list by text, method and time. */
export function FilterBar({ filter, onFilter, searchRef }: FilterBarProps) {
  const [isOpen, setOpen] = useState(false);
  const isOn = isFiltering(filter);
  const hasMore = filter.method !== "" || filter.since !== "" || filter.until !== "";
  return (
    <search className={styles.bar} aria-label="Filter requests">
      <Search
        q={filter.q}
        onSearch={(q, isFollowing) => onFilter({ ...filter, q }, isFollowing)}
        inputRef={searchRef}
      />
      <span className={styles.opener}>
        <IconButton
          icon="filter"
          label="Method and time"
          aria-expanded={isOpen || hasMore}
          onClick={() => setOpen(!isOpen)}
        />
      </span>
      <div className={classes(styles.more, (isOpen || hasMore) && styles.open)}>
        <Method method={filter.method} onChange={(method) => onFilter({ ...filter, method })} />
        <TimeFilter range={filter} onChange={(range) => onFilter({ ...filter, ...range })} />
        {isOn && (
          <Button tone="quiet" size="small" icon="close" onClick={() => onFilter(NO_FILTER)}>
            Clear
          </Button>
        )}
      </div>
    </search>
  );
}

function Search(props: {
  q: string;
  onSearch(q: string, isFollowing: boolean): void;
  inputRef: Ref<HTMLInputElement>;
}) {
  const { q, onSearch, inputRef } = props;
  const [text, setText] = useState(q);
  const [known, setKnown] = useState(q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isTyping = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  // The URL was changed elsewhere: by Back, or by "Clear".
  if (q !== known) {
    setKnown(q);
    setText(q);
  }
  const search = (query: string) => {
    clearTimeout(timer.current);
    if (query === q) return;
    setKnown(query);
    onSearch(query, isTyping.current);
    isTyping.current = true;
  };
  const type = (typed: string) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(search, TYPING_MS, typed);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") search(text);
    else if (event.key === "Escape" && text === "") event.currentTarget.blur();
    else if (event.key === "Escape") {
      setText("");
      search("");
    } else return;
    event.preventDefault();
  };
  return (
    <div className={classes(styles.control, styles.search)}>
      <Icon name="search" />
      <input
        ref={inputRef}
        type="search"
        className={styles.input}
        aria-label="Search in path, query, headers and body"
        placeholder="Search path, headers, body"
        maxLength={MAX_SEARCH_CHARACTERS}
        spellCheck={false}
        autoComplete="off"
        enterKeyHint="search"
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={press}
        onBlur={() => {
          search(text);
          isTyping.current = false;
        }}
      />
      <KeyHint keys={["/"]} />
    </div>
  );
}

function Method({ method, onChange }: { method: string; onChange(method: string): void }) {
  // Any token is a valid method, so the URL may name one that is not in the list.
  const methods = method === "" || METHODS.includes(method) ? METHODS : [...METHODS, method];
  return (
    <select
      aria-label="Method"
      className={classes(styles.control, styles.method, method !== "" && styles.on)}
      value={method}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">Any method</option>
      {methods.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
