import sparticuz from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";
import "../../support/exit-on-sigterm.ts";

/*
 * A Chromium that comes as an npm package, so that the tests need nothing installed. Not with the
 * arguments that the package proposes: they switch the web's own security off, which is what is
 * tested. No sandbox, for the tests may run as root; and no calls home.
 */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
];

let browser: Promise<Browser> | undefined;

/**
 * The browser of this process, which its test files use one after another. Files that run at the
 * same time have different browsers, because a browser has one clipboard and records one trace at a
 * time. Tests take their pages from `borrowTab`.
 */
export function sharedBrowser(): Promise<Browser> {
  return (browser ??= launch());
}

async function launch(): Promise<Browser> {
  const executablePath = await sparticuz.executablePath();
  // Playwright closes it when this process exits.
  return chromium.launch({ executablePath, args: ARGUMENTS, handleSIGTERM: false });
}
