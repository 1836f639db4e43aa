import { useCallback, useMemo, useState } from "react";
import type { EndpointRow } from "../../../client/index.ts";
import { showToast } from "../../components/toast.tsx";
import { useUpdateEndpoint } from "../../api/endpoint-queries.ts";
import { fieldOf, errorMessage } from "../../api/errors.ts";
import { responseProblems, type Problems } from "./response-form.ts";
import { changesOf, formOf, type SettingsForm } from "./settings-form.ts";

/** The settings form: the saved endpoint with the user's unsaved edits on top. */
export function useSettingsForm(row: EndpointRow) {
  const saved = useMemo(() => formOf(row), [row]);
  // Only the edited fields. The others follow the server when the endpoint is fetched again.
  const [draft, setDraft] = useState<Partial<SettingsForm>>({});
  const [isSubmitted, setSubmitted] = useState(false);
  const saving = useUpdateEndpoint(row.id);
  const form = { ...saved, ...draft };
  const changes = changesOf(form, saved);
  const found = responseProblems(form.response);
  const discard = useCallback(() => {
    setDraft({});
    setSubmitted(false);
  }, []);
  const change = (part: Partial<SettingsForm>) => {
    saving.reset();
    setDraft({ ...draft, ...part });
  };
  /** @returns false if the form is invalid and nothing was sent */
  const save = () => {
    setSubmitted(true);
    if (found.size > 0) return false;
    if (changes === null || saving.isPending) return true;
    saving.mutate(changes, {
      onSuccess: () => {
        showToast({ text: "Settings saved." });
        discard();
      },
    });
    return true;
  };
  return {
    form,
    isDirty: changes !== null,
    isSaving: saving.isPending,
    error: saving.error,
    // No errors before the first submit: the user may still be typing.
    problems: isSubmitted ? withServerError(found, saving.error) : NO_PROBLEMS,
    change,
    discard: () => {
      saving.reset();
      discard();
    },
    save,
  };
}

export type SettingsState = ReturnType<typeof useSettingsForm>;

const NO_PROBLEMS: Problems = new Map();

/** Shows the server's error at the field that it is about. */
function withServerError(found: Problems, error: unknown): Problems {
  const field = fieldOf(error);
  return field === null ? found : new Map([...found, [field, errorMessage(error)]]);
}
