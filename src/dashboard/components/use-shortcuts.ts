import { useEffect, useEffectEvent } from "react";

/** Actions by `KeyboardEvent.key`. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/*
 * WCAG 2.1.4: it must be possible to turn off single-key shortcuts, because speech input arrives as
 * key presses.
 */
const OFF_KEY = "hooknexus.shortcuts";
const subscribers = new Set<() => void>();

export function areShortcutsOn(): boolean {
  return localStorage.getItem(OFF_KEY) !== "off";
}

export function setShortcutsOn(isOn: boolean): void {
  if (isOn) localStorage.removeItem(OFF_KEY);
  else localStorage.setItem(OFF_KEY, "off");
  for (const subscriber of subscribers) subscriber();
}

export function subscribeToShortcuts(subscriber: () => void): () => void {
  subscribers.add(subscriber);
  return () => subscribers.delete(subscriber);
}

/**
 * Handles keys wherever the focus is, except in text fields and while a dialog or popover is open.
 */
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

const TYPED_IN = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

function isMeantForAnother(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector('[role="dialog"], :popover-open') !== null) return true;
  const { target } = event;
  return target instanceof Element && target.matches(TYPED_IN);
}
