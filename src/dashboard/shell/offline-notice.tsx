import { onlineManager } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { Notice } from "../components/notice.tsx";

/** Where the browser has no network at all. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(
    (watcher) => onlineManager.subscribe(watcher),
    () => onlineManager.isOnline(),
  );
  if (isOnline) return null;
  return (
    <Notice tone="warn">You are offline. What you see may be old; it goes on by itself.</Notice>
  );
}
