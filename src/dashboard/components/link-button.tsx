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
