import { useEffect, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { CodeBlock } from "../../../components/code-block.tsx";
import { CopyButton } from "../../../components/copy-button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { Checkbox } from "../../../components/field.tsx";
import { useEndpoints } from "../../../api/endpoint-queries.ts";
import { forgetFreshKey, useFreshKey, type FreshKey } from "../../../api/fresh-key.ts";
import { exampleEndpoint, keyCommands } from "./key-commands.ts";
import { keyName } from "./key-facts.ts";
import styles from "./fresh-key-dialog.module.css";

/** Shows a new key, once. It closes only after the user confirms that the key is saved. */
export function FreshKeyDialog() {
  const fresh = useFreshKey();
  const [isStored, setStored] = useState(false);
  useEffect(() => (fresh ? confirmBeforeUnload() : undefined), [fresh]);
  const done = () => {
    setStored(false);
    forgetFreshKey();
  };
  return (
    <Dialog
      isOpen={fresh !== null}
      onClose={done}
      isDismissible={false}
      width="wide"
      title={fresh ? `New API key: ${keyName(fresh.row)}` : ""}
      description="The key is shown only once. Store it in a password manager or secret store."
      onSubmit={() => isStored && done()}
      actions={
        <>
          <div className={styles.stored}>
            <Checkbox label="I've saved this key" isChecked={isStored} onChange={setStored} />
          </div>
          <Button tone="primary" type="submit" disabled={!isStored}>
            Done
          </Button>
        </>
      }
    >
      {fresh && <Shown fresh={fresh} />}
    </Dialog>
  );
}

function Shown({ fresh }: { fresh: FreshKey }) {
  const { data } = useEndpoints();
  const commands = keyCommands({
    origin: globalThis.location.origin,
    secret: fresh.secret(),
    endpointId: exampleEndpoint(fresh.row, data?.endpoints ?? []),
  });
  return (
    <>
      <div className={styles.key}>
        <code className={styles.secret} aria-label="API key">
          {fresh.secret()}
        </code>
        <CopyButton text={() => fresh.secret()} what="key" label="Copy key" size="normal" />
      </div>
      {fresh.overlapSeconds !== null && <p>{overlapText(fresh.overlapSeconds)}</p>}
      <ol className={styles.commands}>
        {commands.map(({ title, what, code }) => (
          <li key={what} className={styles.command}>
            <h3>{title}</h3>
            <CodeBlock code={code} what={what} />
          </li>
        ))}
      </ol>
    </>
  );
}

function overlapText(seconds: number): string {
  if (seconds === 0) return "The old key has stopped working and its connections are closed.";
  const minutes = Math.round(seconds / 60);
  const left = minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  return `The old key works for another ${left}. Replace it with this one before then.`;
}

/** Makes the browser ask before the page is left, which would lose the key. */
function confirmBeforeUnload(): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  globalThis.addEventListener("beforeunload", ask);
  return () => globalThis.removeEventListener("beforeunload", ask);
}
