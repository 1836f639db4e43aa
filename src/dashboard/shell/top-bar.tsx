import { Link, useLocation } from "wouter";
import { AccountMenu } from "./account-menu.tsx";
import { EndpointSwitcher } from "./endpoint-switcher.tsx";
import { Mark } from "./mark.tsx";
import styles from "./top-bar.module.css";

export function TopBar() {
  const [path] = useLocation();
  const isSettings = path.startsWith("/settings/");
  return (
    <header className={styles.bar}>
      <Link href="/" className={styles.brand} aria-label="HookNexus, all endpoints">
        <Mark />
        <span className={styles.wordmark}>HookNexus</span>
      </Link>
      <EndpointSwitcher />
      <nav className={styles.links} aria-label="Main">
        <Link href="/" className={styles.link} aria-current={path === "/" ? "page" : undefined}>
          Endpoints
        </Link>
        <Link href="/settings/keys" className={styles.link} aria-current={isSettings || undefined}>
          Settings
        </Link>
        <a href="/docs" className={styles.link}>
          Docs
        </a>
      </nav>
      <div className={styles.account}>
        <AccountMenu />
      </div>
    </header>
  );
}
