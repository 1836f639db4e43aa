import { Icon } from "../../components/icon.tsx";
import { classes } from "../../components/classes.ts";
import buttons from "../../components/button.module.css";

export interface DownloadLinkProps {
  /** Of the request, as the server names it; never what an address says. */
  id: string;
  /** What it is saved as. */
  fileName: string;
  children: string;
}

/**
 * The exact bytes of a body, straight from the server, which sends them as an attachment of a
 * sandboxed origin: however large, none of it passes through this page.
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
