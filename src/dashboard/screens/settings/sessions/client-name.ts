/*
 * Most of a User-Agent is noise; these are the names that people know. The order matters: Edge also
 * claims to be Chrome, and Chrome to be Safari.
 */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/^hooknexus-cli/, "HookNexus CLI"],
  [/^curl\//, "curl"],
  [/^node\b|^undici/i, "Node.js"],
  [/python/i, "Python"],
  [/^Go-http-client/, "Go"],
  [/\bEdg(?:A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/Chrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** A name that the owner can recognise: "Firefox on Linux", or the User-Agent itself. */
export function clientName(userAgent: string | null): string {
  if (userAgent === null || userAgent.trim() === "") return "Unknown client";
  const program = nameIn(PROGRAMS, userAgent);
  const system = nameIn(SYSTEMS, userAgent);
  if (program === undefined) return userAgent;
  return system === undefined ? program : `${program} on ${system}`;
}

function nameIn(names: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}
