import { useState } from "react";
import { FormDialog } from "../../components/form-dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { showToast } from "../../components/toast.tsx";
import { useCreateEndpoint } from "../../api/endpoint-queries.ts";
import { errorMessage } from "../../api/errors.ts";
import { AliasField, isAliasError, isPermanentError, PermanentField } from "./endpoint-fields.tsx";
import { isPlanRefusal, PlanLinks } from "./plan-refusal.tsx";

export function CreateDialog({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  const [alias, setAlias] = useState("");
  const [isPermanent, setPermanent] = useState(false);
  const creating = useCreateEndpoint();
  const { error, isPending } = creating;
  const isFieldError = isAliasError(error) || isPermanentError(error);
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
    <FormDialog
      isOpen={isOpen}
      onClose={close}
      title="New endpoint"
      description="Creates a URL. Every request sent to it is stored and shown here."
      onSubmit={create}
      submitLabel="Create endpoint"
      isBusy={isPending}
    >
      <AliasField value={alias} onChange={setAlias} error={error} />
      <PermanentField isOn={isPermanent} onChange={setPermanent} error={error} />
      {error && !isFieldError && (
        <Notice tone="bad">
          {errorMessage(error)} {isPlanRefusal(error) && <PlanLinks />}
        </Notice>
      )}
    </FormDialog>
  );
}
