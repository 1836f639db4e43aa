import { errorOf } from "./api.ts";
import { connectionLimit } from "./shapes.ts";

/** What the client does about a handshake that is answered with anything but 101. */
export interface Reaction {
  says: string;
  /** It stops, in place of trying again. */
  isFinal: boolean;
}

export function reactionTo(status: number, body: string): Reaction {
  switch (status) {
    case 401:
      return { says: "Signed out: the token is not valid any more.", isFinal: true };
    case 403:
      return reactionToForbidden(body);
    case 404:
      // Whoever says more than 404 may be a proxy that is still starting.
      return { says: "The endpoint does not exist.", isFinal: body === "" };
    default:
      return { says: `The server answered ${status}.`, isFinal: false };
  }
}

function reactionToForbidden(body: string): Reaction {
  const limit = connectionLimit.safeParse(parseJson(body)).data;
  if (limit) return { says: `Connection limit reached: ${limit.max}`, isFinal: false };
  return { says: `Refused: ${String(errorOf(body))}`, isFinal: true };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
