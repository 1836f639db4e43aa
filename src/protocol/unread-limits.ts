import { MINUTE_MS } from "./time-units.ts";

/*
 * The server counts the bytes that it has sent to a listener since the listener's last ping. Frames
 * that a listener does not read stay in the server's memory. Source: docs/api.md, "Listening".
 */

const MIB = 1024 * 1024;

/** Above this, bodies are omitted from its frames. */
export const OMIT_BODIES_ABOVE_BYTES = 32 * MIB;

/** Above this, it is closed with 4408, and resumes with `since`. */
export const CLOSE_ABOVE_BYTES = 64 * MIB;

/** If a listener has never pinged, the bytes of this time are counted instead. */
export const ASSUMED_READ_MS = MINUTE_MS;

/**
 * A listener pings each time it has received this many bytes. Only such a ping shows that it reads:
 * one that is sent by a timer comes even if nothing is read.
 */
export const PING_EVERY_BYTES = 4 * MIB;
