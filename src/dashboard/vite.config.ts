import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { licenses } from "./vite-licenses.ts";

const ROOT = join(import.meta.dirname, "../..");

/**
 * Builds the dashboard (`index.html`, with hashed files below /assets/), the documentation's style
 * sheet, and `pages.css` for the pages that the worker renders. All three share their fonts.
 */
export default defineConfig({
  root: import.meta.dirname,
  // Keeps a developer's .env out of the build.
  envDir: false,
  cacheDir: join(ROOT, "node_modules/.vite-dashboard"),
  plugins: [react(), licenses()],
  build: {
    outDir: join(ROOT, "dist/dashboard"),
    emptyOutDir: true,
    assetsDir: "assets",
    // The content security policy forbids data: URLs.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, "index.html"),
        site: join(ROOT, "src/site/styles/site.css"),
        pages: join(import.meta.dirname, "styles/pages.css"),
      },
      output: {
        // The worker can't know hashes, so its style sheet has none and is revalidated on each load.
        assetFileNames: ({ names }) =>
          names.includes("pages.css") ? "pages.css" : "assets/[name]-[hash][extname]",
      },
    },
    // The oldest versions with light-dark(), which would otherwise be compiled to two rules.
    target: ["chrome123", "firefox128", "safari17.5"],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
