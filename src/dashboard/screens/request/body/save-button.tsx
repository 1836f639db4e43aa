import { Button, IconButton } from "../../../components/button.tsx";
import { MINUTE_MS } from "../../../../protocol/time-units.ts";
import type { Bytes } from "../../../inspect/body-bytes.ts";
import { bodyFileName } from "../../../inspect/body-file.ts";
import type { BodyKind } from "../../../inspect/body-kind.ts";

export interface SaveButtonProps {
  bytes: Bytes;
  /** The file name without extension. */
  id: string;
  body: BodyKind;
  isSmall?: boolean;
}

/** Downloads the bytes as a file. */
export function SaveButton({ bytes, id, body, isSmall = false }: SaveButtonProps) {
  const save = () => saveFile(bytes, bodyFileName(id, body));
  return isSmall ? (
    <IconButton icon="download" size="small" label={`Download ${id}`} onClick={save} />
  ) : (
    <Button icon="download" size="small" onClick={save}>
      Download
    </Button>
  );
}

/** The generic type keeps a browser from displaying the file instead of saving it. */
function saveFile(bytes: Bytes, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after click() has returned.
  setTimeout(() => URL.revokeObjectURL(url), MINUTE_MS);
}
