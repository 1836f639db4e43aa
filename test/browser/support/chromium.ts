import sparticuz from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";

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

/** Starts a browser. Close it when done. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await sparticuz.executablePath();
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
