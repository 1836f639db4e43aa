import { Link, useLocation } from "wouter";
import { classes } from "../components/classes.ts";
import { AccountMenu } from "./account-menu.tsx";
import { EndpointSwitcher } from "./endpoint-switcher.tsx";
import styles from "./top-bar.module.css";

export function TopBar() {
  const [path] = useLocation();
  const isSettings = path.startsWith("/settings/");
  return (
    <header className={classes("bar", styles.bar)}>
      <Link href="/" className="brand" aria-label="HookNexus, all endpoints">
        <Mark />
        <span className={styles.wordmark}>HookNexus</span>
      </Link>
      <EndpointSwitcher />
      <nav aria-label="Main">
        <Link href="/" aria-current={path === "/" ? "page" : undefined}>
          Endpoints
        </Link>
        <Link href="/settings/keys" aria-current={isSettings || undefined}>
          Settings
        </Link>
        <a href="/docs">Docs</a>
      </nav>
      <div className={styles.account}>
        <AccountMenu />
      </div>
    </header>
  );
}

/** The logo without the name. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path
        d="M11 8v16M21 8v16M11 16h10"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
    </svg>
  );
}
