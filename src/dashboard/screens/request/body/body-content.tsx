import { useMemo, useState } from "react";
import { CopyButton } from "../../../components/copy-button.tsx";
import { decodeText, type Bytes } from "../../../inspect/body-bytes.ts";
import type { BodyKind } from "../../../inspect/body-kind.ts";
import type { Language } from "../../../inspect/declared-kind.ts";
import { prettyJson } from "../../../inspect/json-pretty.ts";
import { sizeText } from "../../../inspect/size.ts";
import { kindLabel, VIEW_LABELS, viewsOf, type BodyViewName } from "./body-views.ts";
import { Choice } from "../../../components/choice.tsx";
import { FormView } from "./form-view.tsx";
import { HexView } from "./hex-view.tsx";
import { ImageView } from "./image-view.tsx";
import { JsonView } from "./json-view.tsx";
import { MultipartView } from "./multipart-view.tsx";
import { SaveButton } from "./save-button.tsx";
import { TextView } from "./text-view.tsx";
import { XmlView } from "./xml-view.tsx";
import styles from "../view.module.css";

export interface BodyContentProps {
  /** The request id, used as the file name. */
  id: string;
  bytes: Bytes;
  body: BodyKind;
}

/** A loaded body: its kind, the available views, and the chosen one. */
export function BodyContent({ id, bytes, body }: BodyContentProps) {
  const text = useMemo(() => ("text" in body ? body.text : decodeText(bytes)), [body, bytes]);
  const views = viewsOf(body.kind, text !== null);
  const [chosen, setChosen] = useState<BodyViewName>(views[0] ?? "hex");
  const view = views.includes(chosen) ? chosen : (views[0] ?? "hex");
  return (
    <section className={styles.view} aria-label="Body">
      <div className={styles.bar}>
        {views.length > 1 && (
          <Choice
            label="Body view"
            options={views.map((name): [BodyViewName, string] => [name, VIEW_LABELS[name]])}
            chosen={view}
            onChoose={(name) => setChosen(name)}
          />
        )}
        <span className={styles.about}>
          {kindLabel(body)} · {sizeText(bytes.length)}
        </span>
        {text !== null && <CopyButton text={text} what="body" label="Copy" />}
        <SaveButton bytes={bytes} id={id} body={body} />
      </div>
      <View view={view} bytes={bytes} body={body} text={text ?? ""} />
    </section>
  );
}

interface ViewProps {
  view: BodyViewName;
  bytes: Bytes;
  body: BodyKind;
  text: string;
}

function View({ view, bytes, body, text }: ViewProps) {
  if (view === "hex") return <HexView bytes={bytes} />;
  if (view === "raw") return <TextView label="Raw body" text={text} language={languageOf(body)} />;
  switch (body.kind) {
    case "json":
    case "ndjson":
      return view === "pretty" ? (
        <PrettyView text={body.text} isSequence={body.kind === "ndjson"} />
      ) : (
        <JsonView text={body.text} isSequence={body.kind === "ndjson"} />
      );
    case "xml":
      return <XmlView text={body.text} />;
    case "form":
      return <FormView text={body.text} />;
    case "multipart":
      return <MultipartView bytes={bytes} boundary={body.boundary} />;
    case "image":
      return <ImageView bytes={bytes} type={body.type} />;
    default:
      return null;
  }
}

/** Formatted JSON. Invalid or very long JSON is shown unchanged. */
function PrettyView({ text, isSequence }: { text: string; isSequence: boolean }) {
  const pretty = useMemo(() => prettyJson(text, isSequence) ?? text, [text, isSequence]);
  return <TextView label="Formatted body" text={pretty} language="json" />;
}

function languageOf(body: BodyKind): Language {
  if (body.kind === "text") return body.language;
  if (body.kind === "json" || body.kind === "ndjson") return "json";
  return body.kind === "xml" ? "xml" : "plain";
}
