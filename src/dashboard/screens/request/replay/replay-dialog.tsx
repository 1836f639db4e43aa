import { Dialog } from "../../../components/dialog.tsx";
import { numberText } from "../../../inspect/size.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { ReplayForm } from "./replay-form.tsx";

export interface ReplayDialogProps {
  request: CapturedRequest;
  isOpen: boolean;
  onClose(): void;
}

/** Sends a request to one listener again. */
export function ReplayDialog({ request, isOpen, onClose }: ReplayDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Replay request #${numberText(request.seq)}`}
      description="One listener gets it again, exactly as it came."
    >
      {/* Made anew each time: what was said of the last replay is over. */}
      <ReplayForm request={request} onClose={onClose} />
    </Dialog>
  );
}
