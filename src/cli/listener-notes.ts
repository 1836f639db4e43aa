import type { ListenState } from "../client/index.ts";
import { oneLine } from "./escape.ts";
import type { Output } from "./output.ts";
import { toSeconds } from "./sizes.ts";

/**
 * Prints notes about a listener's state. "Connected" waits for the server's `connected` frame: no
 * request is missed from then on, which an open socket alone does not guarantee.
 */
export function listenerNotes(output: Output, name: string): (state: ListenState) => void {
  let isConnected = false;
  return (state) => {
    switch (state.is) {
      case "connecting":
        isConnected = false;
        return output.progress(`Connecting to ${oneLine(name)}…`);
      case "waiting":
        return output.note(waitingNote(state));
      case "catching-up":
      case "live":
        if (!isConnected) output.note(connectedNote(name, state.connectionId));
        isConnected = true;
        if (state.is === "catching-up") output.progress("Catching up on missed requests…");
        return;
      case "closed":
        return;
    }
  };
}

/** The connection id is what `replay --to` takes and the list of listeners shows. */
function connectedNote(name: string, connectionId: string): string {
  return oneLine(`Connected to ${name}. Connection id: ${connectionId}. Press Ctrl-C to stop.`);
}

function waitingNote({ reason, retryInMs }: { reason: string; retryInMs: number }): string {
  return retryNote(reason.charAt(0).toUpperCase() + reason.slice(1), retryInMs);
}

/** Why an attempt failed, and when the next one starts. */
export function retryNote(reason: string, retryInMs: number): string {
  return oneLine(`${reason.replace(/\.$/, "")}. Retrying in ${toSeconds(retryInMs)}.`);
}
