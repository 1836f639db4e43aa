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

/** An import of a package in code or CSS, but neither of types nor in a comment's example. */
const IMPORT =
  /^(?!import type |\s*[/*]).*(?:from |import |import\(|url\()"((?:@[\w-]+\/)?[\w.-]+)[/"]/gm;

/** Packages that end up in the dashboard, as its sources import them. */
function importedPackages(): Set<string> {
  const sources = globSync("src/{dashboard,client,protocol}/**/*.{ts,tsx,css}", { cwd: ROOT });
  const bundled = sources.filter((path) => !/vite[.-]\w+\.ts$/.test(path));
  const names = bundled.flatMap((path) =>
    [...read(path).matchAll(IMPORT)].map(([, name = ""]) => name),
  );
  return new Set(names.filter((name) => !name.startsWith(".")));
}

describe("the licenses that come with the dashboard", () => {
  it("cover every package that it imports, and the fonts", () => {
    const imported = [...importedPackages()];
    expect(imported).toEqual(expect.arrayContaining(["react", "zod", "@fontsource/ibm-plex-mono"]));
    expect(imported.filter((name) => !NOTICES.has(name))).toEqual([]);
  });

  it("cover packages that those packages bring along", () => {
    expect(NOTICES.has("@floating-ui/utils")).toBe(true);
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
