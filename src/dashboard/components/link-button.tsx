import type { ReactNode } from "react";
import { Link } from "wouter";
import { classes } from "./classes.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./button.module.css";

/** A link within the dashboard that looks like a button: `<LinkButton to="/settings/keys">Keys</LinkButton>` */
export function LinkButton(props: {
  to: string;
  children: ReactNode;
  tone?: "primary" | "plain" | "quiet";
  icon?: IconName;
}) {
  const { to, children, tone = "plain", icon } = props;
  return (
    <Link href={to} className={classes(styles.button, styles[tone])}>
      {icon && <Icon name={icon} />}
      <span className={styles.text}>{children}</span>
    </Link>
  );
}

interface PageLinkButtonProps {
  /** A path that the server renders itself: `/pricing`. */
  href: string;
  children: ReactNode;
  tone?: "primary" | "plain" | "quiet";
  size?: "normal" | "small";
  icon?: IconName;
  /** Downloads the target instead of opening it. */
  isDownload?: boolean;
}

/**
 * A link to a page that the server renders:
 * `<PageLinkButton href="/pricing">Compare plans</PageLinkButton>`
 */
export function PageLinkButton(props: PageLinkButtonProps) {
  const { href, children, tone = "plain", size = "normal", icon, isDownload = false } = props;
  return (
    <a
      href={href}
      {...(isDownload ? { download: "" } : {})}
      className={classes(styles.button, styles[tone], size === "small" && styles.small)}
    >
      {icon && <Icon name={icon} />}
      <span className={styles.text}>{children}</span>
    </a>
  );
}
