import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageManifest } from "../../src/package/manifest.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** A package with a license that asks for no notice. */
const PUBLIC_DOMAIN = /\((Unlicense|0BSD|CC0-1\.0)\)$/;

/** The notices of the dashboard's build, by package: heading, and the license below it. */
const NOTICES = new Map(
  read("dist/dashboard/assets/licenses.txt")
    .split(/\n-{80}\n\n/)
    .slice(1)
    .map((text) => [text.split(" ", 1)[0] ?? "", text.trim()]),
);

const IMPORT =
  /(?<!import type [^;]*)(?:from |import |import\(|url\()"((?:@[\w-]+\/)?[\w.-]+)[/"]/g;

/** Packages that end up in the dashboard, as its sources import them. */
function importedPackages(): Set<string> {
  const sources = globSync("src/{dashboard,client,protocol}/**/*.{ts,tsx,css}", { cwd: ROOT });
  const bundled = sources.filter((path) => !/vite[.-]\w+\.ts$/.test(path));
  const names = bundled.flatMap((path) => [...read(path).matchAll(IMPORT)].map(([, name]) => name));
  return new Set(names.filter((name) => name !== undefined && !name.startsWith(".")));
}

describe("the licenses that come with the dashboard", () => {
  it("cover every package that it imports, and the fonts", () => {
    const imported = [...importedPackages()];
    expect(imported).toEqual(expect.arrayContaining(["react", "zod", "@fontsource/ibm-plex-mono"]));
    expect([...NOTICES.keys()]).toEqual(expect.arrayContaining(imported));
  });

  it("cover packages that those packages bring along", () => {
    expect([...NOTICES.keys()]).toContain("@floating-ui/utils");
  });

  it.each([...NOTICES])("have the text of the license of %s", (name, notice) => {
    const [heading = "", ...text] = notice.split("\n");
    const manifest = JSON.parse(read(`node_modules/${name}/package.json`)) as { version: string };
    expect(heading).toContain(`${name} ${manifest.version} (`);
    if (!PUBLIC_DOMAIN.test(heading)) expect(text.join("\n").length).toBeGreaterThan(500);
  });
});

it("the server and the published package have the same license and home", () => {
  const { license, repository, bugs, homepage } = JSON.parse(read("package.json"));
  expect(packageManifest(ROOT)).toMatchObject({ license, repository, bugs, homepage });
  expect(license).toBe("MIT");
  expect(read("LICENSE")).toMatch(/^MIT License\n/);
});
