import { useSyncExternalStore } from "react";
import { DAY_MS, SECOND_MS } from "../../protocol/time-units.ts";

/** "system" follows the operating system, even when that changes. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const YEAR_SECONDS = (365 * DAY_MS) / SECOND_MS;
const KEY = "hooknexus.theme";
const subscribers = new Set<() => void>();

function readTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

/** Sets the theme on the document: before the first paint, and after each change. */
export function applyTheme(): void {
  const theme = readTheme();
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  saveThemeCookie(theme);
  applyTheme();
  for (const subscriber of subscribers) subscriber();
}

/*
 * Pages that the server renders have no script to read localStorage, so they get a cookie. Cookies
 * with this prefix are removed from captured requests.
 */
function saveThemeCookie(theme: Theme): void {
  const maxAgeSeconds = theme === "system" ? 0 : YEAR_SECONDS;
  const secure = globalThis.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `hooknexus_theme=${theme}; path=/; max-age=${maxAgeSeconds}; samesite=lax${secure}`;
}

export function useTheme(): Theme {
  return useSyncExternalStore((subscriber) => {
    subscribers.add(subscriber);
    return () => subscribers.delete(subscriber);
  }, readTheme);
}
