import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider, type QueryClient, onlineManager } from "@tanstack/react-query";
import { Suspense, useSyncExternalStore } from "react";
import { Route, Router, Switch, useLocation } from "wouter";
import { aroundNavigation } from "./components/navigation-guard.ts";
import { Skeleton } from "./components/skeleton.tsx";
import { ToastRegion } from "./components/toast.tsx";
import { ENDPOINT_SCREENS, HomeScreen, SETTINGS_SCREENS } from "./routes.tsx";
import { NotFoundScreen } from "./screens/not-found/not-found-screen.tsx";
import { EndpointFrame } from "./shell/endpoint-frame.tsx";
import { ErrorBoundary } from "./shell/error-boundary.tsx";
import { LimitBanner } from "./shell/limit-banner.tsx";
import { Page } from "./shell/page.tsx";
import { SettingsFrame } from "./shell/settings-frame.tsx";
import { TopBar } from "./shell/top-bar.tsx";
import { Notice } from "./components/notice.tsx";

/** The shell, and in it the screen for the current URL. */
export function App({ queries }: { queries: QueryClient }) {
  return (
    // Our content security policy forbids the <style> elements that Base UI would add.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <Router aroundNav={aroundNavigation}>
          <a className="skip-link" href="#main">
            Skip to content
          </a>
          <TopBar />
          <OfflineNotice />
          <LimitBanner />
          <Screens />
          <ToastRegion />
        </Router>
      </QueryClientProvider>
    </CSPProvider>
  );
}

function Screens() {
  const [path] = useLocation();
  return (
    // The key gives each path fresh state: errors and input of the last screen are discarded.
    <ErrorBoundary key={path}>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/">
            <HomeScreen />
          </Route>
          {ENDPOINT_SCREENS.map(({ path: below, Screen, isFull }) => (
            <Route key={below} path={`/endpoints/:endpointId${below}`}>
              {({ endpointId = "" }) => (
                <EndpointFrame endpointId={endpointId} isFull={isFull}>
                  <Screen endpointId={endpointId} />
                </EndpointFrame>
              )}
            </Route>
          ))}
          {SETTINGS_SCREENS.map(({ path: below, Screen }) => (
            <Route key={below} path={`/settings${below}`}>
              <SettingsFrame>
                <Screen />
              </SettingsFrame>
            </Route>
          ))}
          <Route>
            <NotFoundScreen />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}

function Loading() {
  return (
    <Page>
      <Skeleton rows={4} rowHeight={56} />
    </Page>
  );
}

/** Shown while the browser is offline. */
function OfflineNotice() {
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
