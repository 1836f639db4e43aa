/*
 * What `since` sends over the socket at most, newest first; before it a gap is told, which is
 * read over HTTP. Source: docs/api.md, "Listening".
 */
export const MAX_CATCH_UP_REQUESTS = 100;
export const MAX_CATCH_UP_BYTES = 4 * 1024 * 1024;
