import { useCallback, useState } from "react";

export interface Asked<Thing> {
  thing: Thing;
  isOpen: boolean;
  /** Grows, so that a dialog with it as its key begins anew each time. */
  time: number;
}

/**
 * The thing of a list that a dialog is about. While the dialog closes it still has it, so that it
 * goes as it stood.
 *
 * @example
 * const { asked, ask, close } = useAsked<ApiKey>();
 * {asked && (
 *   <RevokeDialog key={asked.time} apiKey={asked.thing} isOpen={asked.isOpen} onClose={close} />
 * )}
 */
export function useAsked<Thing>() {
  const [asked, setAsked] = useState<Asked<Thing> | null>(null);
  const ask = useCallback(
    (thing: Thing) => setAsked((last) => ({ thing, isOpen: true, time: (last?.time ?? 0) + 1 })),
    [],
  );
  const close = useCallback(() => setAsked((last) => last && { ...last, isOpen: false }), []);
  return { asked, ask, close };
}
