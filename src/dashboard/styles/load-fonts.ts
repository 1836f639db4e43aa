/** Fonts that only rows of requests use, which load later than a screen's first text. */
const LATE_FONTS = ['400 1em "IBM Plex Mono"', '600 1em "IBM Plex Mono"'];

/**
 * Loads all fonts early. A browser loads a font when it draws the first text in it, and that text
 * moves when the font arrives.
 */
export function loadFonts(): void {
  for (const font of LATE_FONTS) {
    // The system font takes its place.
    document.fonts.load(font).catch(() => undefined);
  }
}
