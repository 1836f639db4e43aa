import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Checkbox, TextField } from "../../components/field.tsx";
import { Notice } from "../../components/notice.tsx";
import { showToast } from "../../components/toast.tsx";
import { useCreateEndpoint } from "../../server/endpoint-queries.ts";
import { fieldOf, hasCode, sentenceOf } from "../../server/errors.ts";

const MAX_ALIAS_CHARACTERS = 100;

export function CreateDialog({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  const [alias, setAlias] = useState("");
  const [isPermanent, setPermanent] = useState(false);
  const creating = useCreateEndpoint();
  const { error, isPending } = creating;
  const isAliasWrong = hasCode(error, "alias_taken") || fieldOf(error) === "alias";
  const close = () => {
    setAlias("");
    setPermanent(false);
    creating.reset();
    onClose();
  };
  const create = () => {
    const name = alias.trim();
    const body = { isPermanent, ...(name === "" ? {} : { alias: name }) };
    creating.mutate(body, {
      onSuccess: () => {
        showToast({ text: name === "" ? "Endpoint created." : `Endpoint ${name} created.` });
        close();
      },
    });
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title="New endpoint"
      description="An address of its own. Whatever is sent to it is stored and shown here."
      onSubmit={create}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" type="submit" isBusy={isPending}>
            Create endpoint
          </Button>
        </>
      }
    >
      <TextField
        label="Alias (optional)"
        hint="A name for you to know it by; it is no part of the address."
        placeholder="orders"
        value={alias}
        onChange={setAlias}
        maxLength={MAX_ALIAS_CHARACTERS}
        autoComplete="off"
        problem={isAliasWrong ? sentenceOf(error) : null}
      />
      <Checkbox
        label="Permanent"
        hint="It never expires. Plans differ in how many there may be."
        isChecked={isPermanent}
        onChange={setPermanent}
      />
      {error && !isAliasWrong && <Notice tone="bad">{sentenceOf(error)}</Notice>}
    </Dialog>
  );
}
