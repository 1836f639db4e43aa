import { useState } from "react";
import { CopyButton } from "../../components/copy-button.tsx";
import { TextField } from "../../components/field.tsx";
import { countText, numberText } from "../../inspect/size.ts";
import { visibleText } from "../../inspect/visible-text.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { Facts } from "./facts.tsx";
import view from "./view.module.css";
import styles from "./pairs.module.css";

/** The headers of a captured request, in the order received. */
export function HeadersView({ request }: { request: CapturedRequest }) {
  const [search, setSearch] = useState("");
  const { rawHeaders, edgeHeaders = [] } = request;
  const needle = search.trim().toLowerCase();
  const shown = rawHeaders
    .map(([name, value], at) => ({ name, value, at }))
    .filter(({ name, value }) => `${name}: ${value}`.toLowerCase().includes(needle));
  const all = () => rawHeaders.map(([name, value]) => `${name}: ${value}`).join("\n");
  return (
    <section className={view.view} aria-label="Headers">
      <div className={view.bar}>
        <div className={styles.search}>
          <TextField
            label="Search headers"
            isLabelHidden
            type="search"
            placeholder="Search headers"
            value={search}
            onChange={setSearch}
          />
        </div>
        <span className={view.about} role="status">
          {needle === ""
            ? countText(rawHeaders.length, "header")
            : `${numberText(shown.length)} of ${countText(rawHeaders.length, "header")}`}
        </span>
        <CopyButton text={all} what="headers" label="Copy all" />
      </div>
      {shown.length > 0 && (
        <Facts
          caption="Headers"
          facts={shown.map(({ name, value, at }) => ({
            key: at,
            name: visibleText(name),
            value: value === "" ? <span className={styles.empty}>empty</span> : visibleText(value),
            action: <CopyButton text={value} what={`value of ${name}`} />,
          }))}
        />
      )}
      {edgeHeaders.length > 0 && (
        <>
          <p className={view.about}>Added by Cloudflare on the way; not forwarded:</p>
          <Facts
            caption="Headers that Cloudflare added"
            facts={edgeHeaders.map(([name, value]) => ({
              key: name,
              name: visibleText(name),
              value: visibleText(value),
              action: <CopyButton text={value} what={`value of ${name}`} />,
            }))}
          />
        </>
      )}
    </section>
  );
}
