import type { ReactNode } from "react";
import styles from "./icon.module.css";

/** Drawn on a grid of 16, in the colour of the text beside them. */
const SHAPES = {
  add: <path d="M8 3v10M3 8h10" />,
  alert: <path d="M8 2.2 14.4 13.3H1.6L8 2.2ZM8 6.4v3.1M8 11.4v.1" />,
  back: <path d="M9.8 3.2 5 8l4.8 4.8" />,
  check: <path d="m3 8.6 3.2 3.2L13 4.8" />,
  chevron: <path d="m4.2 6.2 3.8 3.8 3.8-3.8" />,
  clock: <path d="M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM8 4.6V8l2.2 1.6" />,
  close: <path d="m3.6 3.6 8.8 8.8M12.4 3.6l-8.8 8.8" />,
  compare: <path d="M6.2 2.4H2.6v11.2h3.6M9.8 2.4h3.6v11.2H9.8M8 1.4v13.2" />,
  copy: <path d="M5.4 5.4h8v8h-8zM10.6 5.4V2.6h-8v8h2.8" />,
  download: <path d="M8 2.2v8M4.6 7 8 10.3 11.4 7M2.6 13.6h10.8" />,
  edit: <path d="M10.6 3.2 12.8 5.4 5.2 13 2.4 13.6 3 10.8l7.6-7.6ZM9.2 4.6l2.2 2.2" />,
  external: <path d="M6.4 3H3v10h10V9.6M9.4 2.6h4v4M13.2 2.8 7.6 8.4" />,
  filter: <path d="M2 3.6h12M4.4 8h7.2M6.6 12.4h2.8" />,
  inbox: <path d="M2 9.4 4 3.2h8l2 6.2v3.4H2V9.4ZM2.2 9.4h3.4l1 1.6h2.8l1-1.6h3.4" />,
  key: <path d="M10.2 9.4a3.6 3.6 0 1 0-3.5-2.8L2.2 11v2.8h2.8v-1.6h1.6v-1.6h1.2l.6-1.4M11 5v.1" />,
  more: <path d="M3.4 8h.1M8 8h.1M12.6 8h.1" strokeWidth="2.2" />,
  pause: <path d="M5.4 3.2v9.6M10.6 3.2v9.6" />,
  person: (
    <path d="M8 7.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM2.8 13.8c.6-2.6 2.6-3.8 5.2-3.8s4.6 1.2 5.2 3.8" />
  ),
  play: <path d="M4.6 2.8 12.6 8l-8 5.2V2.8Z" />,
  replay: <path d="M13 8a5 5 0 1 1-1.6-3.7M13 1.8v3h-3" />,
  search: <path d="M7 11.6a4.6 4.6 0 1 0 0-9.2 4.6 4.6 0 0 0 0 9.2ZM10.4 10.4l3.4 3.4" />,
  send: <path d="M14 2 7.2 8.8M14 2 9.8 14l-2.6-5.2L2 6.2 14 2Z" />,
  screen: <path d="M2 3h12v8H2V3ZM6 13.6h4M8 11.2v2.2" />,
  settings: (
    <path d="M2.4 4.6h6M12 4.6h1.6M2.4 11.4H4M7.6 11.4h6M10.2 6.4a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM5.8 13.2a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z" />
  ),
  terminal: <path d="M2 3h12v10H2V3ZM4.6 6.2 6.4 8l-1.8 1.8M8 10h3.2" />,
  up: <path d="M8 13.4V2.8M3.8 7 8 2.8 12.2 7" />,
  trash: <path d="M2.6 4.4h10.8M6 4.2V2.4h4v1.8M4 4.6l.6 9h6.8l.6-9M6.8 7v4M9.2 7v4" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** Hidden from screen readers, which read the text beside it or its button's label. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {SHAPES[name]}
    </svg>
  );
}
