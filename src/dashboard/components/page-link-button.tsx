import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./button.module.css";

export interface PageLinkButtonProps {
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
 * `<PageLinkButton href="/pricing">See the plans</PageLinkButton>`
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
