/** Scripts may rely on these. Source: docs/cli.md, "Exit codes". */
export const EXIT = {
  OK: 0,
  /** The command ran and failed, or a signature is not valid. */
  FAILURE: 1,
  /** The command line is wrong or incomplete. */
  USAGE: 2,
  /** Not signed in, or not allowed by the credential or the plan. */
  REFUSED: 3,
  NOT_FOUND: 4,
  /** The server could not be reached, or failed. */
  UNREACHABLE: 5,
  /** 128 + SIGINT, as shells report it. */
  INTERRUPTED: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
