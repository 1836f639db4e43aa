import { useEffect, useRef, type ReactNode } from "react";
import { hasNavigated } from "./navigated.ts";
import styles from "./page-heading.module.css";

export interface PageHeadingProps {
  /** The h1, and the document's title. */
  title: string;
  /** Said beside the h1: a count, a badge. */
  aside?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** For the eye the screen's frame says it already. */
  isHidden?: boolean;
}

/** The head of every screen, once each: `<PageHeading title="API keys" actions={…} />` */
export function PageHeading({ title, aside, description, actions, isHidden }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · HookNexus`;
  }, [title]);
  // A page that is loaded begins at its top by itself; one that is navigated to must be told.
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
