import { useState } from "react";
import { Link } from "wouter";
import type { EndpointRow } from "../../../client/index.ts";
import { FormDialog } from "../../components/form-dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { showToast } from "../../components/toast.tsx";
import { useUpdateEndpoint } from "../../api/endpoint-queries.ts";
import { errorMessage } from "../../api/errors.ts";
import { endpointName } from "../../shell/endpoint-name.ts";
import { AliasField, isAliasError, isPermanentError, PermanentField } from "./endpoint-fields.tsx";

export interface EditDialogProps {
  endpoint: EndpointRow;
  isOpen: boolean;
  onClose(): void;
}

/** Edits the alias and permanence. Give it a new `key` each time it opens. */
export function EditDialog({ endpoint, isOpen, onClose }: EditDialogProps) {
  const [alias, setAlias] = useState(endpoint.alias ?? "");
  const [isPermanent, setPermanent] = useState(endpoint.is_permanent);
  const saving = useUpdateEndpoint(endpoint.id);
  const { error, isPending } = saving;
  const save = () =>
    saving.mutate(
      { alias: alias.trim() || null, isPermanent },
      {
        onSuccess: (row) => {
          showToast({ text: `Endpoint ${endpointName(row)} saved.` });
          onClose();
        },
      },
    );
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Edit ${endpointName(endpoint)}`}
      description={
        <>
          Custom responses, pausing and more are in the endpoint's{" "}
          <Link href={`/endpoints/${endpoint.id}/settings`}>settings</Link>.
        </>
      }
      onSubmit={save}
      submitLabel="Save"
      isBusy={isPending}
    >
      <AliasField value={alias} onChange={setAlias} error={error} />
      <PermanentField isOn={isPermanent} onChange={setPermanent} error={error} />
      {error && !isAliasError(error) && !isPermanentError(error) && (
        <Notice tone="bad">{errorMessage(error)}</Notice>
      )}
    </FormDialog>
  );
}
