import { posix } from "node:path";
import type { OxlintConfig, OxlintOverride } from "oxlint";

/**
 * Who may import whom. Each layer may import itself, `protocol`, and what its row names; nothing
 * else of ours. A layer is a folder or a file, named relative to `src`. A folder within it that has
 * a row of its own is a layer of its own. "type x" allows only `import type` from x.
 */
export const LAYERS: Record<string, string[]> = {
  protocol: [],
  // Also runs in browsers and workers.
  client: [],
  cli: ["client", "../package.json"],
  // Starts the built worker as a process and imports none of its code.
  host: [],
  openapi: [],
  site: ["openapi"],
  package: [],
  "../bench": ["host", "worker", "../test/support/free-port.ts"],

  dashboard: ["dashboard/screens", "dashboard/shell", "dashboard/components", "dashboard/api"],
  "dashboard/screens": [
    "dashboard/shell",
    "dashboard/components",
    "dashboard/inspect",
    "dashboard/feed",
    "dashboard/api",
    "client",
  ],
  "dashboard/shell": ["dashboard/components", "dashboard/inspect", "dashboard/api", "client"],
  "dashboard/feed": ["dashboard/inspect", "dashboard/api", "client"],
  "dashboard/api": ["dashboard/inspect", "client"],
  // A component is given what it shows.
  "dashboard/components": ["dashboard/inspect"],
  "dashboard/inspect": [],

  // The composition: only index.ts and app.ts import routes and the classes of the objects.
  worker: [
    "worker/env.ts",
    "worker/app-context.ts",
    "worker/ingest",
    "worker/routes",
    "worker/pages",
    "worker/auth",
    "worker/http",
    "worker/domain",
    "worker/hub/endpoint-hub.ts",
    "worker/account/allowance.ts",
    "worker/limiter/limiter.ts",
  ],
  "worker/env.ts": [],
  "worker/app-context.ts": ["worker/env.ts", "type worker/storage/principals.ts"],
  "worker/ingest": [
    "worker/env.ts",
    "worker/auth/cookies.ts",
    "worker/http",
    "worker/domain",
    "worker/hub/stub.ts",
    "worker/hub/contract",
  ],
  "worker/routes": [
    "worker/env.ts",
    "worker/app-context.ts",
    "worker/pages",
    "worker/auth",
    "worker/http",
    "worker/domain",
    "type worker/hub/contract",
  ],
  // A page is given what it shows.
  "worker/pages": [],
  "worker/auth": [
    "worker/env.ts",
    "worker/app-context.ts",
    "worker/http",
    "worker/domain",
    "worker/storage",
  ],
  "worker/http": ["worker/app-context.ts", "worker/domain", "type worker/hub/contract"],
  "worker/domain": ["worker/env.ts", "worker/storage", "worker/hub/stub.ts", "worker/hub/contract"],
  // The outbox stores the commands to hubs.
  "worker/storage": ["worker/hub/contract"],
  // Recalls unused leases from the hubs.
  "worker/account": ["worker/env.ts", "worker/hub/contract", "worker/hub/stub.ts"],
  "worker/limiter": ["worker/env.ts", "worker/hub/contract"],

  "worker/hub": [
    "worker/env.ts",
    "worker/hub/contract",
    "worker/hub/capture",
    "worker/hub/log",
    "worker/hub/listeners",
    "worker/account/day.ts",
  ],
  "worker/hub/stub.ts": ["type worker/env.ts", "worker/hub/contract"],
  "worker/hub/contract": [],
  // Asks the account's object for a larger lease, through a binding.
  "worker/hub/capture": [
    "worker/hub/contract",
    "worker/hub/log",
    "worker/hub/listeners",
    "type worker/hub/maintenance.ts",
    "type worker/hub/settings-store.ts",
    "type worker/account/allowance.ts",
    "worker/account/day.ts",
    "type worker/env.ts",
    "worker/hub/stub.ts",
  ],
  "worker/hub/log": ["worker/hub/contract"],
  "worker/hub/listeners": ["worker/hub/contract"],
};

/** Packages that a layer and the layers within it must not import, in gitignore's syntax. */
const REFUSED_PACKAGES = [
  {
    layers: Object.keys(LAYERS).filter((layer) => layer !== "openapi"),
    packages: ["zod", "zod/**", "!zod/mini", "!zod/v4/locales/**"],
    message: "Import zod/mini: the whole of zod is four times its size.",
  },
  {
    layers: ["protocol", "client"],
    packages: ["node:*", "node:*/**", "cloudflare:*"],
    message: "The client also runs in browsers and workers: inject what it needs.",
  },
  {
    layers: ["worker/domain", "worker/storage", "worker/hub", "worker/account"],
    packages: ["hono", "hono/**"],
    message: "Domain, storage and the Durable Objects must not depend on the router.",
  },
  {
    layers: ["dashboard/inspect"],
    packages: ["**/react*", "**/react*/**"],
    message: "The inspectors are pure functions: no React.",
  },
];

/** How deep folders may nest in a layer. Each depth has patterns of its own. */
export const MAX_DEPTH = 2;

function overridesOf(layer: string): OxlintOverride[] {
  const depths = isFile(layer) ? [0] : Array.from({ length: MAX_DEPTH + 1 }, (_, depth) => depth);
  return depths.map((depth) => {
    const folder = isFile(layer) ? posix.dirname(layer) : layer + "/x".repeat(depth);
    const files = isFile(layer) ? layer : layer + "/*".repeat(depth + 1);
    const patterns = [...LONG_WAYS, ...packagePatterns(layer), ...layerPatterns(layer, folder)];
    return {
      files: [posix.join("src", files)],
      rules: { "no-restricted-imports": ["error", { patterns }] },
    };
  });
}

/** `../storage/../hub/x.ts` would match an allowed `../storage/**`. */
const LONG_WAYS = [
  {
    regex: String.raw`\w/\.{1,2}/|^\./\.|^\.\.?(/\.\.)*/?$`,
    message: "Write the shortest path to the file.",
  },
];

function packagePatterns(layer: string) {
  const refused = REFUSED_PACKAGES.filter(({ layers }) =>
    layers.some((outer) => layer === outer || layer.startsWith(`${outer}/`)),
  );
  return refused.map(({ packages, message }) => ({ group: packages, message }));
}

/**
 * If a "!" in a group allows an import, oxlint drops what all groups found about it, and keeps what
 * regular expressions found. So a regular expression refuses the values of what is "type x".
 */
function layerPatterns(layer: string, folder: string) {
  const entries = layer === "protocol" ? [] : ["protocol", ...(LAYERS[layer] ?? [])];
  const paths = entries.map((entry) => pattern(folder, entry.replace("type ", "")));
  const typesOnly = paths.filter((_, index) => entries[index]?.startsWith("type "));
  const inner = Object.keys(LAYERS).filter((other) => other.startsWith(`${layer}/`));
  const refused = isFile(layer)
    ? ["./**", "../**"]
    : [posix.dirname(layer), ...inner].map((other) => pattern(folder, other));
  const list = entries.map((entry) => entry.replace("type ", "types of ")).join(", ");
  const message = `${layer} may import ${list || "no other layer"}. See oxlint.config.ts.`;
  return [
    ...typesOnly.map((path) => ({
      regex: `^${path.replace("**", "").replaceAll(".", String.raw`\.`)}`,
      allowTypeImports: true,
      message,
    })),
    { group: [...refused, ...paths.map((path) => `!${path}`)], message },
  ];
}

/** Matches imports of a file, or of everything in a folder, from another folder. */
function pattern(from: string, to: string): string {
  const path = posix.relative(posix.join("/src", from), posix.join("/src", to));
  return (path.startsWith(".") ? path : `./${path}`) + (isFile(to) ? "" : "/**");
}

function isFile(layer: string): boolean {
  return posix.extname(layer) !== "";
}

// If several overrides match a file, the last one wins: outer layers come first.
const layers = Object.keys(LAYERS).toSorted((a, b) => a.split("/").length - b.split("/").length);

export default {
  plugins: ["typescript", "import", "unicorn", "oxc"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["worker-configuration.d.ts"],
  rules: {
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/ban-ts-comment": "error",
    // `import("x").T` would escape from the table of layers.
    "typescript/consistent-type-imports": "error",
    eqeqeq: "error",
    "max-lines": ["error", 300],
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "import/no-unassigned-import": "off",
    "unicorn/consistent-function-scoping": "off",
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          { group: ["**/bench/**"], message: "Only the benchmark's own tests import it." },
        ],
      },
    ],
  },
  overrides: [
    ...layers.flatMap(overridesOf),
    {
      files: ["src/dashboard/**"],
      plugins: ["typescript", "import", "unicorn", "oxc", "react", "jsx-a11y"],
      rules: {
        "react/react-in-jsx-scope": "off",
        "react/exhaustive-deps": "error",
        "react/rules-of-hooks": "error",
        "react/no-danger": "error",
        "react/jsx-no-target-blank": "error",
        "jsx-a11y/prefer-tag-over-role": "off",
      },
    },
    { files: ["test/host/bench-*.test.ts"], rules: { "no-restricted-imports": "off" } },
  ],
} satisfies OxlintConfig;
