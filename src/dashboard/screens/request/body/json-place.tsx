import { CopyButton } from "../../../components/copy-button.tsx";
import { decodedValue, pointerOf } from "../../../inspect/json-shown.ts";
import type { JsonTree } from "../../../inspect/json-tree.ts";
import { visibleText } from "../../../inspect/visible-text.ts";
import styles from "./structure.module.css";

/** Where in the tree one is, to be copied: its JSON pointer and its value. */
export function JsonPlace({ tree, id }: { tree: JsonTree; id: number }) {
  const node = tree.nodes[id];
  if (!node) return null;
  const pointer = pointerOf(tree, id);
  const value = () => decodedValue(tree, node);
  return (
    <div className={styles.place}>
      <code className={styles.path}>
        {pointer === "" ? "the whole body" : visibleText(pointer)}
      </code>
      <span className={styles.buttons}>
        {pointer !== "" && <CopyButton text={pointer} what="JSON pointer" label="Copy path" />}
        <CopyButton text={value} what="value" label="Copy value" />
      </span>
    </div>
  );
}
