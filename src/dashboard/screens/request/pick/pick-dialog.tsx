import { Dialog } from "../../../components/dialog.tsx";
import { numberText } from "../../../inspect/size.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { PickList } from "./pick-list.tsx";

export interface PickDialogProps {
  request: CapturedRequest;
  isOpen: boolean;
  onClose(): void;
}

/** Which request to compare this one with. */
export function PickDialog({ request, isOpen, onClose }: PickDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Compare request #${numberText(request.seq)} with`}
    >
      <PickList request={request} />
    </Dialog>
  );
}
