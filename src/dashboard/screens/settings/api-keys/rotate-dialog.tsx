import { useState } from "react";
import type { ApiKey } from "../../../../client/index.ts";
import { FormDialog } from "../../../components/form-dialog.tsx";
import { SelectField } from "../../../components/field.tsx";
import { Notice } from "../../../components/notice.tsx";
import { errorMessage } from "../../../api/errors.ts";
import { useRotateKey } from "../../../api/key-queries.ts";
import { keyName } from "./key-facts.ts";

type Overlap = "0" | "600" | "3600" | "86400";

const OVERLAPS: readonly (readonly [Overlap, string])[] = [
  ["86400", "Stays valid for 1 day"],
  ["3600", "Stays valid for 1 hour"],
  ["600", "Stays valid for 10 minutes"],
  ["0", "Stops immediately"],
];

/** @param target the key to replace; null closes the dialog */
export function RotateDialog({ target, onClose }: { target: ApiKey | null; onClose(): void }) {
  const rotating = useRotateKey();
  const [overlap, setOverlap] = useState<Overlap>("3600");
  const [last, setLast] = useState(target);
  if (target !== null && target !== last) setLast(target);
  if (last === null) return null;
  const close = () => {
    setOverlap("3600");
    rotating.reset();
    onClose();
  };
  const rotate = () =>
    rotating.mutate({ id: last.id, overlapSeconds: Number(overlap) }, { onSuccess: close });
  return (
    <FormDialog
      isOpen={target !== null}
      onClose={close}
      title={`Rotate ${keyName(last)}`}
      description="Creates a replacement with the same name, endpoints and expiry. Both count as one key."
      onSubmit={rotate}
      submitLabel="Rotate key"
      isBusy={rotating.isPending}
    >
      <SelectField<Overlap>
        label="Old key"
        value={overlap}
        options={OVERLAPS}
        onChange={setOverlap}
        hint="Leave enough time to deploy the new key. When the old key stops working, its connections are closed."
      />
      {rotating.error && <Notice tone="bad">{errorMessage(rotating.error)}</Notice>}
    </FormDialog>
  );
}
