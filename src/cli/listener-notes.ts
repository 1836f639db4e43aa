import type { ListenState } from "../client/index.ts";
import { oneLine } from "./escape.ts";
import type { Output } from "./output.ts";

/**
 * Tells how a listener is doing. It says "Connected" once the server has said so, and not before:
 * only then does nothing slip by.
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
        if (state.is === "catching-up") output.progress("Catching up on what was missed…");
        return;
      case "closed":
        return;
    }
  };
}

/** The connection is what `replay --to` and the list of listeners call it by. */
function connectedNote(name: string, connectionId: string): string {
  return oneLine(`Connected to ${name}. Connection ${connectionId}; Ctrl-C stops.`);
}

function waitingNote({ reason, retryInMs }: { reason: string; retryInMs: number }): string {
  const sentence = reason.replace(/\.$/, "");
  const first = sentence.charAt(0).toUpperCase() + sentence.slice(1);
  return oneLine(`${first}. Trying again in ${(retryInMs / 1000).toFixed(1)} s.`);
}
