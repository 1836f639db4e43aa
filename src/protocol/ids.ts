const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the text is a UUID in lower case, as every id of ours is (RFC 9562). */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** 32 lower-case hex digits as a UUID. */
export function hexToUuid(hex: string): string {
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join("-");
}

/** A sequence number's 32 low bits fill the first group of a request id. */
const SEQ_DIGITS = 8;
const SEQ_RANGE = 2 ** 32;

/**
 * The id of a captured request: a UUID (version 8) that says where to look.
 *
 * - group 1: the low 32 bits of `seq`, so that the hub finds the row without an index on ids,
 *   which would cost a row write for each request stored and one more for each removed;
 * - group 2: the first four digits of the endpoint's id, so that one hub is asked, not all;
 * - the rest: 74 random bits, which make it unguessable and are compared whole.
 *
 * @param seq 1, 2, 3… within the endpoint
 * @param endpointId the UUID of the endpoint
 * @param random a random UUID (version 4), from which the last three groups come
 */
export function mintRequestId(seq: number, endpointId: string, random: string): string {
  const low = (seq % SEQ_RANGE).toString(16).padStart(SEQ_DIGITS, "0");
  return `${low}-${endpointId.slice(0, 4)}-8${random.slice(15)}`;
}

/** The first four digits of the endpoint that a request id points at: a hint, to be verified. */
export function endpointHint(requestId: string): string {
  return requestId.slice(9, 13);
}

/**
 * The sequence number that a request id points at: the one nearest to `lastSeq`, not above it,
 * whose low 32 bits are the id's. A hint: compare the stored id.
 */
export function seqHint(requestId: string, lastSeq: number): number {
  const low = Number.parseInt(requestId.slice(0, SEQ_DIGITS), 16);
  const turns = Math.floor((lastSeq - low) / SEQ_RANGE);
  return low + Math.max(0, turns) * SEQ_RANGE;
}
