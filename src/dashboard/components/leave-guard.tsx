import { useEffect, useState } from "react";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { guardNavigation } from "./navigation-guard.ts";

/** Asks before the user leaves unsaved changes: `<LeaveGuard isDirty={isDirty} />` */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const [question, setQuestion] = useState({ isOpen: false, leave: () => {} });
  useEffect(() => {
    if (!isDirty) return;
    return guardNavigation((leave) => setQuestion({ isOpen: true, leave }));
  }, [isDirty]);
  return (
    <ConfirmDialog
      isOpen={question.isOpen}
      onClose={() => setQuestion({ ...question, isOpen: false })}
      title="Leave without saving?"
      description="Your changes are not saved and will be lost."
      confirmLabel="Discard changes"
      onConfirm={question.leave}
    />
  );
}
