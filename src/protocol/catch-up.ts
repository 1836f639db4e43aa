/*
 * The most that `since` sends over the socket. If more was missed, only the newest requests are sent,
 * after a `gap` frame for the rest, which is read over HTTP. Source: docs/api.md, "Listening".
 */
export const MAX_CATCH_UP_REQUESTS = 100;
export const MAX_CATCH_UP_BYTES = 4 * 1024 * 1024;
