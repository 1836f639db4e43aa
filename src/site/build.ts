import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { currentDescription } from "../openapi/write.ts";
import { documentOf, type PageAssets, type SitePage } from "./page.ts";
import { connectPage } from "./pages/connect.ts";
import { limitsPage } from "./pages/limits.ts";
import { pricingPage } from "./pages/pricing.ts";
import { quickStartPage } from "./pages/quick-start.ts";
import { referencePage } from "./reference/reference.ts";

/*
 * `node src/site/build.ts FOLDER` writes the pages that are the same for everyone into FOLDER/site,
 * from which the worker serves them: `/docs/api` is `site/docs/api.html`. It runs after Vite, whose
 * manifest has the file name of the style sheet.
 */
const STYLES = "../site/styles/site.css";

export async function buildSite(folder: string): Promise<void> {
  const api = currentDescription();
  const assets = assetsOf(folder);
  for (const page of [quickStartPage(), connectPage(), limitsPage(), pricingPage()]) {
    await writePage(folder, page, assets);
  }
  await writePage(folder, referencePage(api), assets);
  writeFileSync(join(folder, "site/openapi.json"), JSON.stringify(api));
}

async function writePage(folder: string, page: SitePage, assets: PageAssets): Promise<void> {
  const file = join(folder, `site${page.path}.html`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await documentOf(page, assets));
}

/** @throws if Vite has not run, or the style sheet was renamed */
function assetsOf(folder: string): PageAssets {
  const text = readFileSync(join(folder, ".vite/manifest.json"), "utf8");
  const manifest = JSON.parse(text) as Record<string, { file: string }>;
  const fileOf = (source: string) => {
    const file = manifest[source]?.file;
    if (file === undefined) throw new Error(`${source} is not in Vite's manifest.`);
    return file;
  };
  return { styles: fileOf(STYLES) };
}

if (import.meta.main) await buildSite(resolve(process.argv[2] ?? "dist/dashboard"));
