import { useEffect, useRef, type ReactNode } from "react";
import styles from "./page-heading.module.css";

export interface PageHeadingProps {
  /** The h1, and the document's title. */
  title: string;
  /** Beside the h1: a count, a badge. */
  aside?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** Only screen readers get the heading, because the screen's frame shows it already. */
  isHidden?: boolean;
}

/** The heading of a screen, exactly one each: `<PageHeading title="API keys" actions={…} />` */
export function PageHeading({ title, aside, description, actions, isHidden }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · HookNexus`;
  }, [title]);
  // A loaded page begins at its top by itself. After navigation, the focus must be moved.
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className={isHidden ? "visually-hidden" : styles.header}>
      <div className={styles.titles}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {aside}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      {description !== undefined && <div className={styles.description}>{description}</div>}
    </header>
  );
}

let isNavigated = false;

// The router fires these in the same turn, before the next screen renders.
for (const name of ["pushState", "popstate"]) {
  globalThis.addEventListener?.(name, () => {
    isNavigated = true;
  });
}

/** Whether the user came here by navigating within the app, not by loading the page. */
function hasNavigated(): boolean {
  return isNavigated;
}
