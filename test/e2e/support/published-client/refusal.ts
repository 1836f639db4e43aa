import { errorOf } from "./api.ts";
import { connectionLimit } from "./shapes.ts";

/** How the client reacts to a handshake that is answered with anything but 101. */
export interface Reaction {
  message: string;
  /** Whether it stops instead of retrying. */
  isFinal: boolean;
}

export function reactionTo(status: number, body: string): Reaction {
  switch (status) {
    case 401:
      return { message: "Signed out: the token is not valid any more.", isFinal: true };
    case 403:
      return reactionToForbidden(body);
    case 404:
      // A 404 with a body may come from a proxy that is still starting.
      return { message: "The endpoint does not exist.", isFinal: body === "" };
    default:
      return { message: `The server answered ${status}.`, isFinal: false };
  }
}

function reactionToForbidden(body: string): Reaction {
  const limit = connectionLimit.safeParse(parseJson(body)).data;
  if (limit) return { message: `Connection limit reached: ${limit.max}`, isFinal: false };
  return { message: `Refused: ${String(errorOf(body))}`, isFinal: true };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
