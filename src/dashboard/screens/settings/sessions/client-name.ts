/*
 * A User-Agent says a dozen things, most of them untrue; these are the ones that people know their
 * own places by. In this order: Edge says that it is Chrome, Chrome that it is Safari.
 */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/^hooknexus-cli/, "HookNexus command line"],
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

/** What signed in, as its owner may recognise it: "Firefox on Linux", or what it calls itself. */
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
