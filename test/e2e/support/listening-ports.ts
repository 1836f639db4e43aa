import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** In /proc/net/tcp, the state of a socket that listens. */
const LISTENING = "0A";

/** The ports on which a process listens, by what Linux knows about its open files. */
export function listeningPorts(pid: number): number[] {
  const files = readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  const rows = readFileSync(`/proc/${pid}/net/tcp`, "utf8").split("\n").slice(1);
  return rows.flatMap((row) => {
    const [, local = "", , state, , , , , , inode] = row.trim().split(/\s+/);
    const isOurs = state === LISTENING && files.includes(`socket:[${inode}]`);
    return isOurs ? [Number.parseInt(local.split(":")[1] ?? "", 16)] : [];
  });
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // It was closed in the meantime.
    return "";
  }
}
