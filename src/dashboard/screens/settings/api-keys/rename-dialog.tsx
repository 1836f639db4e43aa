import { useState } from "react";
import type { ApiKey } from "../../../../client/index.ts";
import { FormDialog } from "../../../components/form-dialog.tsx";
import { TextField } from "../../../components/field.tsx";
import { errorMessage } from "../../../api/errors.ts";
import { useRenameKey } from "../../../api/key-queries.ts";
import { keyName, MAX_NAME_CHARACTERS } from "./key-facts.ts";

/** @param target the key; null closes the dialog */
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
  return (
    <FormDialog
      isOpen={target !== null}
      onClose={close}
      title={`Rename ${keyName(last)}`}
      onSubmit={() => renaming.mutate({ id: last.id, name: name.trim() }, { onSuccess: close })}
      submitLabel="Rename"
      isBusy={renaming.isPending}
      canSubmit={name.trim() !== ""}
    >
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        maxLength={MAX_NAME_CHARACTERS}
        autoComplete="off"
        problem={renaming.error ? errorMessage(renaming.error) : null}
      />
    </FormDialog>
  );
}
