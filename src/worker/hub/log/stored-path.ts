/*
 * Nearly every path of an endpoint is its address, which is 39 characters long: a row keeps what
 * comes after it. "." stands for the address, so that "./stripe" is a path below it. What begins
 * with a slash is a whole path, as rows kept it at first.
 */

/** A path as its row keeps it. */
export function toStoredPath(path: string, endpointId: string): string {
  const address = addressOf(endpointId);
  return path.startsWith(address) ? `.${path.slice(address.length)}` : path;
}

/** The path that a row keeps, as it was delivered. */
export function fromStoredPath(stored: string, endpointId: string): string {
  return stored.startsWith(".") ? addressOf(endpointId) + stored.slice(1) : stored;
}

/** The same in SQL, over the column `path`. An endpoint's id is a UUID and needs no quoting. */
export function pathInSql(endpointId: string): string {
  return `iif(path LIKE '.%', '${addressOf(endpointId)}' || substr(path, 2), path)`;
}

function addressOf(endpointId: string): string {
  return `/h/${endpointId}`;
}
