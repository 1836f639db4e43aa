import type { ReactNode } from "react";
import { FrameNav } from "./frame-nav.tsx";
import { Page } from "./page.tsx";
import { SETTINGS_LINKS } from "./settings-links.ts";
import styles from "./settings-frame.module.css";

/** Frame of the account settings, with their navigation beside the screen. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  return (
    <div className={styles.frame}>
      <FrameNav
        label="Settings"
        className={styles.nav}
        linkClassName={styles.link}
        links={SETTINGS_LINKS}
      />
      <Page>{children}</Page>
    </div>
  );
}
