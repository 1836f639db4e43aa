import { useEffect, useEffectEvent } from "react";

/** What keys do, by their name as the browser gives it. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/*
 * WCAG 2.1.4: a key alone must be possible to switch off, for who speaks to their computer, whose
 * words come as keys.
 */
const OFF_KEY = "hooknexus.shortcuts";
const watchers = new Set<() => void>();

export function areShortcutsOn(): boolean {
  return localStorage.getItem(OFF_KEY) !== "off";
}

export function setShortcutsOn(isOn: boolean): void {
  if (isOn) localStorage.removeItem(OFF_KEY);
  else localStorage.setItem(OFF_KEY, "off");
  for (const watcher of watchers) watcher();
}

export function watchShortcuts(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Keys that do something wherever the focus is, but where it is for typing, or above the page. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = Object.hasOwn(shortcuts, event.key) ? shortcuts[event.key] : undefined;
    if (!act || isMeantForAnother(event)) return;
    if (event.key.length === 1 && !areShortcutsOn()) return;
    event.preventDefault();
    act(event);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

function isMeantForAnother(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector('[role="dialog"], :popover-open') !== null) return true;
  const { target } = event;
  return target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
}
