import { useMemo } from "react";
import { Badge } from "../../../components/badge.tsx";
import { Notice } from "../../../components/notice.tsx";
import type { Bytes } from "../../../inspect/body-bytes.ts";
import { bodyKind } from "../../../inspect/body-kind.ts";
import { parseMultipart, type Part } from "../../../inspect/multipart.ts";
import { sizeText } from "../../../inspect/size.ts";
import { visibleText } from "../../../inspect/visible-text.ts";
import { kindLabel } from "./body-views.ts";
import { PartContent } from "./part-content.tsx";
import { SaveButton } from "./save-button.tsx";
import styles from "./multipart-view.module.css";
import view from "../view.module.css";

/** The parts of a multipart body, each with its headers and content. */
export function MultipartView({ bytes, boundary }: { bytes: Bytes; boundary: string }) {
  const { parts, problem } = useMemo(() => parseMultipart(bytes, boundary), [bytes, boundary]);
  return (
    <div className={view.view}>
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
      <ol className={styles.parts}>
        {parts.map((part, at) => (
          <li key={at} className={styles.part}>
            <PartRow part={part} at={at} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function PartRow({ part, at }: { part: Part; at: number }) {
  const kind = useMemo(() => bodyKind(part.contentType, part.bytes), [part]);
  return (
    <>
      <div className={styles.head}>
        <code className={styles.name}>{visibleText(part.name ?? `Part ${at + 1}`)}</code>
        {part.fileName !== null && (
          <code className={styles.file}>{visibleText(part.fileName)}</code>
        )}
        <Badge>{kindLabel(kind)}</Badge>
        {part.contentType !== null && (
          <span className={styles.type}>{visibleText(part.contentType)}</span>
        )}
        <span className={styles.size}>{sizeText(part.bytes.length)}</span>
        <SaveButton bytes={part.bytes} id={`part-${at + 1}`} body={kind} isSmall />
      </div>
      <PartContent body={kind} bytes={part.bytes} />
    </>
  );
}
