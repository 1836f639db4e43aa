import { useState } from "react";
import type { ApiKey } from "../../../../client/index.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/field.tsx";
import { sentenceOf } from "../../../api/errors.ts";
import { useRenameKey } from "../../../api/key-queries.ts";
import { keyName } from "./key-facts.ts";

const MAX_NAME_CHARACTERS = 100;

/** @param target the key; null: closed */
export function RenameDialog({ target, onClose }: { target: ApiKey | null; onClose(): void }) {
  const renaming = useRenameKey();
  const [last, setLast] = useState(target);
  const [name, setName] = useState(target?.name ?? "");
  if (target !== null && target !== last) {
    setLast(target);
    setName(target.name ?? "");
  }
  if (last === null) return null;
  const close = () => {
    renaming.reset();
    onClose();
  };
  const isEmpty = name.trim() === "";
  return (
    <Dialog
      isOpen={target !== null}
      onClose={close}
      title={`Rename ${keyName(last)}`}
      onSubmit={() =>
        !isEmpty && renaming.mutate({ id: last.id, name: name.trim() }, { onSuccess: close })
      }
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={isEmpty} isBusy={renaming.isPending}>
            Rename
          </Button>
        </>
      }
    >
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        maxLength={MAX_NAME_CHARACTERS}
        autoComplete="off"
        problem={renaming.error ? sentenceOf(renaming.error) : null}
      />
    </Dialog>
  );
}
