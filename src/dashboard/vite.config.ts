import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { licenses } from "./vite-licenses.ts";

const ROOT = join(import.meta.dirname, "../..");

/**
 * Builds the dashboard: `index.html`, and below /assets/ what it loads, each named by its hash;
 * in the same way the style sheet of the documentation, and `pages.css`, that of the pages which
 * the worker renders. The three share their fonts.
 */
export default defineConfig({
  root: import.meta.dirname,
  // Nothing of a developer's .env gets into what is served.
  envDir: false,
  cacheDir: join(ROOT, "node_modules/.vite-dashboard"),
  plugins: [react(), licenses()],
  build: {
    outDir: join(ROOT, "dist/dashboard"),
    emptyOutDir: true,
    assetsDir: "assets",
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, "index.html"),
        site: join(ROOT, "src/site/styles/site.css"),
        pages: join(import.meta.dirname, "styles/pages.css"),
      },
      output: {
        // The worker can't know a hash, so its pages' sheet has none, and is asked for anew.
        assetFileNames: ({ names }) =>
          names.includes("pages.css") ? "pages.css" : "assets/[name]-[hash][extname]",
      },
    },
    // What has light-dark(), which is else written out twice.
    target: ["chrome123", "firefox128", "safari17.5"],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
