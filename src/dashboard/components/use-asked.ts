import { useCallback, useState } from "react";

export interface DialogTarget<Item> {
  item: Item;
  isOpen: boolean;
  /** Increases with each opening. Used as a `key`, it gives the dialog a fresh state each time. */
  time: number;
}

/**
 * The item of a list that a dialog is about. It stays set while the dialog closes, so that the
 * dialog does not change on its way out.
 *
 * @example
 * const { target, open, close } = useDialogTarget<ApiKey>();
 * {target && (
 *   <RevokeDialog key={target.time} apiKey={target.item} isOpen={target.isOpen} onClose={close} />
 * )}
 */
export function useDialogTarget<Item>() {
  const [target, setTarget] = useState<DialogTarget<Item> | null>(null);
  const open = useCallback(
    (item: Item) => setTarget((last) => ({ item, isOpen: true, time: (last?.time ?? 0) + 1 })),
    [],
  );
  const close = useCallback(() => setTarget((last) => last && { ...last, isOpen: false }), []);
  return { target, open, close };
}
