import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { sizeText } from "../../inspect/size.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { errorMessage } from "../../api/errors.ts";
import { BodyContent } from "./body/body-content.tsx";
import { useBody, type LoadBytes } from "./body/use-body.ts";
import { DownloadLink } from "./download-link.tsx";

export interface BodyViewProps {
  request: CapturedRequest;
  /** Fetches the bytes of a body above 1 MiB, which the request does not include. */
  loadBytes: LoadBytes;
}

/**
 * The body of a captured request, shown by its type. It is hostile input: it never becomes markup, a
 * link or a URL. The one exception is a raster image, shown from a blob of its own bytes.
 *
 * @example
 * <BodyView request={request} loadBytes={async (signal) =>
 *   (await client.requests.body(request.id, { signal })).bytes()} />
 */
export function BodyView({ request, loadBytes }: BodyViewProps) {
  const state = useBody(request, loadBytes);
  switch (state.is) {
    case "loading":
      return <Skeleton rows={8} />;
    case "not-loaded":
      return (
        <EmptyState
          icon="download"
          title={`This body is ${sizeText(request.size)}`}
          actions={
            <>
              <Button size="small" onClick={state.load}>
                Show body
              </Button>
              <DownloadLink id={request.id} fileName={`${request.id}.bin`}>
                Download
              </DownloadLink>
            </>
          }
        >
          Bodies above 1 MiB aren't loaded automatically.
        </EmptyState>
      );
    case "failed":
      return (
        <Notice tone="bad" actions={<Button onClick={state.load}>Try again</Button>}>
          {errorMessage(state.error)}
        </Notice>
      );
    case "loaded":
      return state.body.kind === "empty" ? (
        <EmptyState icon="inbox" title="No body" />
      ) : (
        <BodyContent key={request.id} id={request.id} bytes={state.bytes} body={state.body} />
      );
  }
}
