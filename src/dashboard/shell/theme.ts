import { useSyncExternalStore } from "react";

/** "system" follows the system, also where it changes meanwhile. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const YEAR_SECONDS = 365 * 86_400;
const KEY = "hooknexus.theme";
const watchers = new Set<() => void>();

function readTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

/** Puts the choice on the document; before anything is drawn, and after each change. */
export function applyTheme(): void {
  const theme = readTheme();
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  tellServer(theme);
  applyTheme();
  for (const watcher of watchers) watcher();
}

/*
 * The server's own pages have no script that could read the choice. The prefix is the one of our
 * cookies, which are taken out of what is captured.
 */
function tellServer(theme: Theme): void {
  const life = theme === "system" ? 0 : YEAR_SECONDS;
  const secure = globalThis.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `hooknexus_theme=${theme}; path=/; max-age=${life}; samesite=lax${secure}`;
}

export function useTheme(): Theme {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, readTheme);
}
