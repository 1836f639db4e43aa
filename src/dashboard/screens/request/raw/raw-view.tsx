import { useMemo, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { CopyButton } from "../../../components/copy-button.tsx";
import { Notice } from "../../../components/notice.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { decodeText } from "../../../inspect/body-bytes.ts";
import { bodyFileName } from "../../../inspect/body-file.ts";
import { bodyKind } from "../../../inspect/body-kind.ts";
import { rawHead } from "../../../inspect/raw-request.ts";
import { sizeText } from "../../../inspect/size.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { errorMessage } from "../../../api/errors.ts";
import { HexView } from "../body/hex-view.tsx";
import { TextView } from "../body/text-view.tsx";
import { DownloadLink } from "../download-link.tsx";
import { useExactBytes } from "../use-exact-bytes.ts";
import styles from "../view.module.css";

/** The raw request: request line, headers and body bytes. */
export function RawView({ request }: { request: CapturedRequest }) {
  const [shouldFetch, setShouldFetch] = useState(false);
  const body = useExactBytes(request, shouldFetch);
  const bytes = body.is === "loaded" ? body.bytes : null;
  const head = rawHead(request);
  const text = useMemo(() => bytes && decodeText(bytes), [bytes]);
  const fileName = bodyFileName(request.id, bodyKind(request.contentType, bytes));
  return (
    <section className={styles.view} aria-label="Raw">
      <div className={styles.bar}>
        <span className={styles.about}>Header names are in lower case.</span>
        {text !== null && (
          <CopyButton text={() => `${head}\n\n${text}`} what="raw request" label="Copy" />
        )}
        {request.size > 0 && (
          <DownloadLink id={request.id} fileName={fileName}>
            Download body
          </DownloadLink>
        )}
      </div>
      {text === null || bytes === null ? (
        <>
          <TextView label="Request head" text={head} language="plain" />
          {bytes && <HexView bytes={bytes} />}
        </>
      ) : (
        <TextView label="Raw request" text={`${head}\n\n${text}`} language="plain" />
      )}
      {body.is === "loading" && <Skeleton rows={6} />}
      {body.is === "not-loaded" && (
        <Notice
          tone="info"
          icon="download"
          actions={
            <Button size="small" onClick={() => setShouldFetch(true)}>
              Show body
            </Button>
          }
        >
          This body is {sizeText(request.size)}, so it isn't loaded automatically.
        </Notice>
      )}
      {body.is === "failed" && <Notice tone="bad">{errorMessage(body.error)}</Notice>}
    </section>
  );
}
