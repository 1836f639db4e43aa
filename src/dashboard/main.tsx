import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/bar.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { guardHistory } from "./components/navigation-guard.ts";
import { createQueryClient } from "./api/query-client.ts";
import { returnAfterSignIn } from "./api/session.ts";
import { applyTheme } from "./shell/theme.ts";

/** Fonts that only rows of requests use, which load later than a screen's first text. */
const LATE_FONTS = ['400 1em "IBM Plex Mono"', '600 1em "IBM Plex Mono"'];

applyTheme();
loadFonts();
guardHistory();
returnAfterSignIn();

const root = document.getElementById("root");
if (!root) throw new Error("The document has no #root.");
createRoot(root).render(
  <StrictMode>
    <App queries={createQueryClient()} />
  </StrictMode>,
);

/**
 * Loads these fonts early. A browser loads a font when it draws the first text in it, and that text
 * moves when the font arrives.
 */
function loadFonts(): void {
  for (const font of LATE_FONTS) {
    // The system font is the fallback.
    document.fonts.load(font).catch(() => undefined);
  }
}
