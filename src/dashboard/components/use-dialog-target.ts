import { useCallback, useState } from "react";

export interface DialogTarget<Item> {
  item: Item;
  isOpen: boolean;
  /** Grows each time the dialog opens: as its key, it gives the dialog fresh state. */
  openCount: number;
}

/**
 * The item of a list that a dialog is about. It stays set while the dialog closes, so that the
 * closing animation still shows it.
 *
 * @example
 * const { target, open, close } = useDialogTarget<ApiKey>();
 * {target && (
 *   <RevokeDialog key={target.openCount} apiKey={target.item} isOpen={target.isOpen} onClose={close} />
 * )}
 */
export function useDialogTarget<Item>() {
  const [target, setTarget] = useState<DialogTarget<Item> | null>(null);
  const open = useCallback(
    (item: Item) =>
      setTarget((last) => ({ item, isOpen: true, openCount: (last?.openCount ?? 0) + 1 })),
    [],
  );
  const close = useCallback(() => setTarget((last) => last && { ...last, isOpen: false }), []);
  return { target, open, close };
}
