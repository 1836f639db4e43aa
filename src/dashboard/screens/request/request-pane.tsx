export interface RequestPaneProps {
  endpointId: string;
  requestId: string;
  /** Leaves the list alone again. */
  onClose(): void;
}

/** One request, beside the list that it was chosen from. */
export function RequestPane({ requestId }: RequestPaneProps) {
  return <section aria-label="Request">{requestId}</section>;
}
