import type { Bytes } from "../../../inspect/body-bytes.ts";
import type { BodyKind } from "../../../inspect/body-kind.ts";
import { visibleText } from "../../../inspect/visible-text.ts";
import { HexView } from "./hex-view.tsx";
import { ImageView } from "./image-view.tsx";
import { JsonView } from "./json-view.tsx";
import { XmlView } from "./xml-view.tsx";
import styles from "./multipart-view.module.css";

/** Longer text is cut; the whole part can be downloaded. */
const MAX_TEXT_CHARACTERS = 20_000;
const MAX_HEX_BYTES = 4_096;

/** The content of a part, shown by its type. */
export function PartContent({ body, bytes }: { body: BodyKind; bytes: Bytes }) {
  switch (body.kind) {
    case "json":
    case "ndjson":
      return <JsonView text={body.text} isSequence={body.kind === "ndjson"} />;
    case "xml":
      return <XmlView text={body.text} />;
    case "image":
      return <ImageView bytes={bytes} type={body.type} />;
    case "form":
    case "text": {
      const text = body.text.slice(0, MAX_TEXT_CHARACTERS);
      const rest = text.length < body.text.length ? "…" : "";
      return <pre className={styles.value}>{visibleText(text) + rest}</pre>;
    }
    case "empty":
      return <p className={styles.empty}>empty</p>;
    default:
      return <HexView bytes={bytes.subarray(0, MAX_HEX_BYTES)} />;
  }
}
