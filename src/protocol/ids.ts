const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether the text is a UUID (RFC 9562) in lower case. All ids of the API are. */
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

/** The first group of a request id holds the low 32 bits of the sequence number. */
const SEQ_DIGITS = 8;
const SEQ_RANGE = 2 ** 32;

/**
 * The id of a captured request: a UUID (version 8) that tells where the request is stored.
 *
 * - group 1: the low 32 bits of `seq`, so that the hub finds the row without an index on ids. An
 *   index would cost one more row write for each request stored and for each one deleted;
 * - group 2: the first four digits of the endpoint's id, so that only one hub is asked;
 * - the rest: 74 random bits, which make the id unguessable.
 *
 * @param seq 1, 2, 3… within the endpoint
 * @param endpointId the UUID of the endpoint
 * @param random a random UUID (version 4), from which the last three groups come
 */
export function mintRequestId(seq: number, endpointId: string, random: string): string {
  const low = (seq % SEQ_RANGE).toString(16).padStart(SEQ_DIGITS, "0");
  return `${low}-${endpointId.slice(0, 4)}-8${random.slice(15)}`;
}

/** The first four digits of the endpoint's id. This is a hint: compare the stored request id. */
export function endpointHint(requestId: string): string {
  return requestId.slice(9, 13);
}

/**
 * The highest sequence number up to `lastSeq` whose low 32 bits are those of the request id. This is
 * a hint: compare the stored request id.
 */
export function seqHint(requestId: string, lastSeq: number): number {
  const low = Number.parseInt(requestId.slice(0, SEQ_DIGITS), 16);
  const wraps = Math.floor((lastSeq - low) / SEQ_RANGE);
  return low + Math.max(0, wraps) * SEQ_RANGE;
}
