import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * Runs a script in a Node process of its own, and waits for its end.
 *
 * @param failure the first line of the error if it fails. The rest is what it printed.
 */
export async function runNode(
  cwd: string,
  args: readonly string[],
  failure: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  try {
    await execute(process.execPath, args, { cwd, env });
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & Record<string, string>;
    throw new Error(`${failure}\n${stderr || stdout || message}`, { cause: error });
  }
}
