/** How the process ends; scripts may rely on these. Source: docs/cli.md, "Exit codes". */
export const EXIT = {
  OK: 0,
  /** It was understood and tried, and did not work; a signature that does not hold. */
  FAILURE: 1,
  /** The command line itself is wrong. */
  USAGE: 2,
  /** Not signed in, or not allowed: the credential, the plan. */
  REFUSED: 3,
  NOT_FOUND: 4,
  /** The server could not be reached, or could not serve. */
  UNREACHABLE: 5,
  /** 128 + SIGINT, as shells have it. */
  INTERRUPTED: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
