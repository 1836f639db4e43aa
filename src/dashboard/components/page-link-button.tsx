import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./button.module.css";

export interface PageLinkButtonProps {
  /** An address of ours that the server answers itself: `/pricing`. */
  href: string;
  children: ReactNode;
  tone?: "primary" | "plain" | "quiet";
  size?: "normal" | "small";
  icon?: IconName;
  /** What is there is saved rather than shown. */
  isDownload?: boolean;
}

/** A link to a page of the server's own: `<PageLinkButton href="/pricing">See the plans</PageLinkButton>` */
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
