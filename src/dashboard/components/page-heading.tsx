import { useEffect, useRef, type ReactNode } from "react";
import { hasNavigated } from "./navigated.ts";
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
    <header className={isHidden ? styles.hidden : styles.header}>
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
