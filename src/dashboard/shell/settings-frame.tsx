import type { ReactNode } from "react";
import { FrameNav } from "./frame-nav.tsx";
import { Page } from "./page.tsx";
import { SETTINGS_LINKS } from "./settings-links.ts";
import styles from "./settings-frame.module.css";

/** The settings of the account, with the list of them beside. */
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
