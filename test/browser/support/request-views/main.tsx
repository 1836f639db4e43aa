import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ToastRegion } from "../../../../src/dashboard/components/toast.tsx";
import { BodyView } from "../../../../src/dashboard/screens/request/body-view.tsx";
import { HeadersView } from "../../../../src/dashboard/screens/request/headers-view.tsx";
import { QueryView } from "../../../../src/dashboard/screens/request/query-view.tsx";
import { capturedRequest } from "../../../../src/protocol/captured-request.ts";
import "../../../../src/dashboard/styles/tokens.css";
import "../../../../src/dashboard/styles/fonts.css";
import "../../../../src/dashboard/styles/base.css";
import styles from "./page.module.css";

/** The views of one request, which the test's server has, and nothing around them. */
const request = capturedRequest.parse(await (await fetch("/request")).json());

async function loadBytes(signal: AbortSignal): Promise<Uint8Array> {
  const reply = await fetch("/body", { signal });
  if (!reply.ok) throw new Error("The body is not there.");
  return new Uint8Array(await reply.arrayBuffer());
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={new QueryClient()}>
          <main className={styles.page}>
            <h1>Request</h1>
            <BodyView request={request} loadBytes={loadBytes} />
            <HeadersView request={request} />
            <QueryView request={request} />
          </main>
          <ToastRegion />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
