import { Icon } from "../../components/icon.tsx";
import { classes } from "../../components/classes.ts";
import buttons from "../../components/button.module.css";

export interface DownloadLinkProps {
  /** The request id from the server's response, never from the URL. */
  id: string;
  fileName: string;
  children: string;
}

/**
 * Downloads the exact bytes of a body directly from the server, as an attachment with a sandbox
 * policy. The bytes never pass through this page, so the size does not matter.
 */
export function DownloadLink({ id, fileName, children }: DownloadLinkProps) {
  return (
    <a
      className={classes(buttons.button, buttons.small)}
      href={`/api/requests/${encodeURIComponent(id)}/body`}
      download={fileName}
    >
      <Icon name="download" />
      {children}
    </a>
  );
}
