import { Link, useLocation } from "wouter";
import { IconButton } from "../components/button.tsx";
import { classes } from "../components/classes.ts";
import { useNow } from "../components/clock.ts";
import { Icon } from "../components/icon.tsx";
import { Countdown } from "../components/time.tsx";
import { numberText } from "../inspect/size.ts";
import { useUsage } from "../api/account-queries.ts";
import { nextUtcDay, utcDay } from "../api/day.ts";
import { dismissFor, useDismissed } from "./dismissed.ts";
import { limitWarnings, warningKey, type LimitWarning } from "./limit-warning.ts";
import styles from "./limit-banner.module.css";

const USAGE_PATH = "/settings/usage";

/**
 * Warns that a plan limit is near or reached. Shows one warning at a time; each can be dismissed
 * for the day.
 */
export function LimitBanner() {
  const { data: usage } = useUsage();
  const [path] = useLocation();
  const day = useNow(utcDay);
  const dismissed = useDismissed(day);
  const warnings = usage ? limitWarnings(usage) : [];
  const warning = warnings.find((one) => !dismissed.has(warningKey(one)));
  if (!warning) return null;
  return (
    <aside
      className={classes(styles.banner, warning.level === "reached" && styles.reached)}
      aria-label="Plan limit"
    >
      <Icon name="alert" />
      <p className={styles.text}>
        <WarningText warning={warning} />{" "}
        {path !== USAGE_PATH && (
          <Link href={USAGE_PATH} className={styles.link}>
            Plan and usage
          </Link>
        )}
      </p>
      <IconButton
        icon="close"
        size="small"
        label="Dismiss for today"
        onClick={() => dismissFor(day, warningKey(warning))}
      />
    </aside>
  );
}

function WarningText({ warning: { resource, level, current, limit } }: { warning: LimitWarning }) {
  const resetsAt = useNow(nextUtcDay);
  if (resource === "endpoints") {
    return level === "reached"
      ? `All ${numberText(limit)} endpoints in your plan are in use.`
      : `${numberText(current)} of the ${numberText(limit)} endpoints in your plan are in use.`;
  }
  if (level === "near")
    return `You have used ${numberText(current)} of today’s ${numberText(limit)} requests.`;
  return (
    <>
      You have used today’s {numberText(limit)} requests. Senders get 429 for another{" "}
      <Countdown to={new Date(resetsAt).toISOString()} />.
    </>
  );
}
