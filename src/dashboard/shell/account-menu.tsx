import { Link } from "wouter";
import { Badge } from "../components/badge.tsx";
import { Button } from "../components/button.tsx";
import { Icon, type IconName } from "../components/icon.tsx";
import { PopoverPanel } from "../components/popover-panel.tsx";
import { useMe } from "../api/account-queries.ts";
import { SETTINGS_LINKS } from "./settings-links.ts";
import { ThemeSwitch } from "./theme-switch.tsx";
import styles from "./account-menu.module.css";

/** The signed-in account, links to all settings, and the sign-out button. */
export function AccountMenu() {
  const { data: me } = useMe();
  return (
    <PopoverPanel
      label="Account"
      align="end"
      buttonClassName={styles.button}
      button={
        me ? (
          <span className={styles.initial} data-initial={initialOf(me.email)} />
        ) : (
          <Icon name="person" />
        )
      }
    >
      <div className={styles.who}>
        <span className={styles.email}>{me?.email ?? "…"}</span>
        {me && <Badge tone="good">{me.plan}</Badge>}
      </div>
      <nav aria-label="Account">
        <ul className={styles.links}>
          {SETTINGS_LINKS.map(({ to, label, icon }) => (
            <li key={to}>
              <Link href={to} className={styles.link}>
                <Icon name={icon} />
                {label}
              </Link>
            </li>
          ))}
          {PAGES.map(({ href, label, icon }) => (
            <li key={href}>
              <a href={href} className={styles.link}>
                <Icon name={icon} />
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.part}>
        <ThemeSwitch />
      </div>
      {/* A plain form works whatever else fails. The server ends the session and its sockets. */}
      <form method="post" action="/sign-in/out" className={styles.part}>
        <Button type="submit">Sign out</Button>
      </form>
    </PopoverPanel>
  );
}

/** Pages that the server renders. */
const PAGES: readonly { href: string; label: string; icon: IconName }[] = [
  { href: "/docs", label: "Documentation", icon: "external" },
  { href: "/pricing", label: "Pricing", icon: "external" },
];

function initialOf(email: string): string {
  return [...email][0]?.toUpperCase() ?? "?";
}
