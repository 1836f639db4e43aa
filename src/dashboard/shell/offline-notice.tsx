import { onlineManager } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { Notice } from "../components/notice.tsx";

/** Shown while the browser is offline. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(
    (subscriber) => onlineManager.subscribe(subscriber),
    () => onlineManager.isOnline(),
  );
  if (isOnline) return null;
  return (
    <Notice tone="warn">
      You are offline. This page may be out of date; it updates when you are back online.
    </Notice>
  );
}
