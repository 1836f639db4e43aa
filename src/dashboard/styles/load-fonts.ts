/** The cuts that no screen's first text is in: rows of requests are, and come later. */
const LATE_CUTS = ['400 1em "IBM Plex Mono"', '600 1em "IBM Plex Mono"'];

/**
 * Asks for every cut at once. A browser asks for one when the first text is drawn in it, and that
 * text moves when it comes.
 */
export function loadFonts(): void {
  for (const cut of LATE_CUTS) {
    // Without it there is the system's.
    document.fonts.load(cut).catch(() => undefined);
  }
}
