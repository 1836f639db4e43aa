import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const ROOT = join(import.meta.dirname, "../..");

/**
 * Builds the dashboard: `index.html`, and below /assets/ what it loads, each named by its hash;
 * and in the same way the style sheet of the pages without a script, which share its fonts.
 */
export default defineConfig({
  root: import.meta.dirname,
  // Nothing of a developer's .env gets into what is served.
  envDir: false,
  cacheDir: join(ROOT, "node_modules/.vite-dashboard"),
  plugins: [react()],
  build: {
    outDir: join(ROOT, "dist/dashboard"),
    emptyOutDir: true,
    assetsDir: "assets",
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    manifest: true,
    // What has light-dark(), which is else written out twice.
    target: ["chrome123", "firefox128", "safari17.5"],
    rolldownOptions: {
      input: [join(import.meta.dirname, "index.html"), join(ROOT, "src/site/styles/site.css")],
    },
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
