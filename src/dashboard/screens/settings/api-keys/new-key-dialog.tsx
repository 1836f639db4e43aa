import { useState } from "react";
import { FormDialog } from "../../../components/form-dialog.tsx";
import { SelectField, TextField } from "../../../components/field.tsx";
import { Notice } from "../../../components/notice.tsx";
import { PageLinkButton } from "../../../components/link-button.tsx";
import { useEndpoints } from "../../../api/endpoint-queries.ts";
import { fieldOf, hasCode, errorMessage } from "../../../api/errors.ts";
import { useCreateKey } from "../../../api/key-queries.ts";
import { EndpointChoice } from "./endpoint-choice.tsx";
import { MAX_NAME_CHARACTERS } from "./key-facts.ts";
import { dayOf, EXPIRY_OPTIONS, expiryOf, type ExpiryChoice } from "./expiry.ts";

/** Creates a key. `FreshKeyDialog` then shows it. */
export function NewKeyDialog({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  const { data } = useEndpoints();
  const creating = useCreateKey();
  const [name, setName] = useState("");
  const [expiry, setExpiry] = useState<ExpiryChoice>("90");
  const [date, setDate] = useState("");
  const [endpointIds, setEndpointIds] = useState<readonly string[] | null>(null);
  const [missing, setMissing] = useState<"date" | "endpoints" | null>(null);
  const { error, isPending } = creating;
  const close = () => {
    setName("");
    setExpiry("90");
    setDate("");
    setEndpointIds(null);
    setMissing(null);
    creating.reset();
    onClose();
  };
  const create = () => {
    const expiresAt = expiryOf(expiry, date, Date.now());
    if (expiresAt === undefined) return setMissing("date");
    if (endpointIds?.length === 0) return setMissing("endpoints");
    setMissing(null);
    const body = {
      name: name.trim() || null,
      expiresAt,
      endpointIds: endpointIds && [...endpointIds],
    };
    creating.mutate(body, { onSuccess: close });
  };
  const dateProblem = missing === "date" ? "Choose a date." : fieldError(error, "expiresAt");
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={close}
      title="New API key"
      description="For scripts and servers. A key can read requests and listen, but not change anything."
      onSubmit={create}
      submitLabel="Create key"
      isBusy={isPending}
    >
      <TextField
        label="Name"
        hint="What will use this key?"
        placeholder="staging listener"
        value={name}
        onChange={setName}
        maxLength={MAX_NAME_CHARACTERS}
        autoComplete="off"
        problem={fieldError(error, "name")}
      />
      <SelectField<ExpiryChoice>
        label="Expires"
        value={expiry}
        options={EXPIRY_OPTIONS}
        onChange={setExpiry}
      />
      {expiry === "date" && (
        <TextField
          label="Expiry date"
          type="date"
          min={dayOf(Date.now())}
          value={date}
          onChange={setDate}
          problem={dateProblem}
        />
      )}
      <EndpointChoice
        endpoints={data?.endpoints ?? []}
        chosen={endpointIds}
        onChange={setEndpointIds}
      />
      {missing === "endpoints" && <Notice tone="bad">Select at least one endpoint.</Notice>}
      {error && !["name", "expiresAt"].includes(fieldOf(error) ?? "") && (
        <CreateError error={error} />
      )}
    </FormDialog>
  );
}

/** The server's error about this field; null if it is about something else. */
function fieldError(error: unknown, field: string): string | null {
  return error && fieldOf(error) === field ? errorMessage(error) : null;
}

function CreateError({ error }: { error: unknown }) {
  const isPlan = hasCode(error, "key_limit");
  return (
    <Notice
      tone="bad"
      actions={
        isPlan && (
          <PageLinkButton href="/pricing" size="small">
            Compare plans
          </PageLinkButton>
        )
      }
    >
      {errorMessage(error)}
    </Notice>
  );
}
