/*
 * Worker and hub are deployed together but not updated together: for minutes, or for hours in a
 * gradual deployment, one of them runs the previous version. So each message says which version it
 * has. A hub accepts this version and the previous one; a worker sends this version and repeats the
 * call in the previous one if the hub refuses.
 *
 * - Version 1 (the first release) has no version field.
 * - Version 2 sends webhooks with `captureOnce`, which a hub of version 1 does not have.
 */

export const VERSION = 2;
export const PREVIOUS_VERSION = 1;

/**
 * Checks that a message of this version can be read here, before it is read.
 * @param version undefined in version 1
 * @throws the refusal of `versionRefusal`
 */
export function requireSpoken(version: number | undefined): void {
  const sent = version ?? 1;
  if (sent !== VERSION && sent !== PREVIOUS_VERSION) throw versionRefusal(version);
}

const REFUSAL = /This hub speaks the versions (\d+) and (\d+)\b/;

/** The runtime's error if the hub has no such method, because it runs an older version. */
const MISSING_METHOD = /does not implement the method/;

/** The error of a hub that can't read a message. Its text is all that crosses RPC. */
export function versionRefusal(version: number | undefined): Error {
  return new Error(
    `This hub speaks the versions ${PREVIOUS_VERSION} and ${VERSION}, not ${version ?? 1}.`,
  );
}

/** Whether the hub refused a message for its version. Nothing was done or stored then. */
export function isVersionRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return REFUSAL.test(error.message) || MISSING_METHOD.test(error.message);
}
