import { randomUUID } from "node:crypto";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Only the user may read these files: they hold credentials and traces of the user's work. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** The file's text; null if there is no such file. */
export async function readPrivate(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Replaces the file atomically: a concurrent reader, or the next start after a crash, sees the old
 * text or the new one. The file has its mode before it has its text.
 */
export async function writePrivate(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  // `mkdir` does not change the mode of a folder that already exists.
  await chmod(folder, FOLDER_MODE);
  const unfinished = `${path}.${randomUUID()}`;
  try {
    await writeFile(unfinished, text, { mode: FILE_MODE, flag: "wx", flush: true });
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}
