import type { ClientType } from "./client.ts";

/*
 * The size of a frame is the number of bytes of its text in UTF-8. Many WebSocket libraries end the
 * connection if a frame exceeds their limit, and `since` would send the same frame again. So a frame
 * that would be too large comes with less. Source: docs/api.md, "Listening".
 */

/** The range of `?inline=`. The smallest default limit of a common library is that of Go's nhooyr. */
export const MIN_FRAME_BYTES = 32 * 1024;
/** Enough for any body of 1 MiB: JSON writes a control character as six. */
export const MAX_FRAME_BYTES = 8 * 1024 * 1024;

/** Below the default limits of Python's `websockets` (1 MiB) and aiohttp (4 MiB). */
export const SCRIPT_FRAME_BYTES = 1_000_000;

/** `path`, `userAgent` and `contentType` are cut to this size if a head does not fit otherwise. */
export const CUT_FIELD_BYTES = 1024;

/** A webhook is refused if its request line and header fields are larger than this. */
export const MAX_HEAD_BYTES = 128 * 1024;

/**
 * The limit for a listener that did not ask for one with `?inline=`. Dashboards and command lines are
 * ours or published ones, and take frames of any size.
 */
export function defaultFrameBytes(clientType: ClientType): number {
  return clientType === "web" || clientType === "cli" ? MAX_FRAME_BYTES : SCRIPT_FRAME_BYTES;
}
