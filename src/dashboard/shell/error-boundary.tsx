import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button } from "../components/button.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Page } from "./page.tsx";

/**
 * Shows an error instead of a blank page if a screen fails. After a deploy, the files of the
 * version before are gone; reloading the page loads the new ones.
 */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override readonly state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error("A screen failed.", error, info.componentStack);
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <Page>
        <EmptyState
          icon="alert"
          title="This screen failed to load"
          actions={
            <Button tone="primary" onClick={() => globalThis.location.reload()}>
              Reload
            </Button>
          }
        >
          There may be a newer version, or you may be offline. Captured requests are not lost.
        </EmptyState>
      </Page>
    );
  }
}
