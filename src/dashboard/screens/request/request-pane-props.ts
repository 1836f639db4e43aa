export interface RequestPaneProps {
  endpointId: string;
  requestId: string;
  /** Leaves the list alone again. */
  onClose?: (() => void) | undefined;
  /** To the one above, which is newer. Left out at the top. */
  onPrevious?: (() => void) | undefined;
  /** To the one below, which is older. Left out at the end. */
  onNext?: (() => void) | undefined;
  /** It was deleted here: a feed takes it out of its rows. The pane then closes itself. */
  onDeleted?: ((requestId: string) => void) | undefined;
}
