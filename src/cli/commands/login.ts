import { Option, type Command } from "commander";
import type { DeviceAuthorization } from "../../protocol/device.ts";
import { MINUTE_MS, SECOND_MS } from "../../protocol/time-units.ts";
import { oneLine } from "../escape.ts";
import { withExamples } from "../examples.ts";
import { usageFailure } from "../failure.ts";
import type { Output } from "../output.ts";
import { isInteractive, readStdin } from "../prompt.ts";
import { credentialsFile, settingsFile } from "../settings.ts";
import { Session } from "../session.ts";
import { openBrowser, signInByBrowser } from "../sign-in/browser.ts";
import { signInByDevice } from "../sign-in/device.ts";
import { toCount } from "../sizes.ts";
import { stopSignal } from "../stop-signal.ts";

interface LoginOptions {
  device?: boolean;
  withToken?: boolean;
  open: boolean;
}

export function addLogin(program: Command): void {
  const command = program
    .command("login")
    .description("Sign in with a browser, on this machine or another one.")
    .option("--device", "show a code to enter on another machine")
    .addOption(
      new Option("--with-token", "read a token from stdin and save it").conflicts("device"),
    )
    .option("--no-open", "print the URL without opening a browser")
    .action(async (options: LoginOptions, self: Command) => {
      const session = await Session.open(self);
      await saveToken(session, await obtainToken(session, options));
    });
  withExamples(
    command,
    "hooknexus login",
    "hooknexus login --url https://hooks.example --device",
    "hooknexus login --with-token < token.txt",
  );
}

function obtainToken({ server, output }: Session, options: LoginOptions): Promise<string> {
  if (options.withToken) return tokenFromStdin();
  const signal = stopSignal();
  if (options.device) {
    const onCode = (codes: DeviceAuthorization) => showCode(output, codes);
    return signInByDevice({ server: server.value, onCode, signal });
  }
  const onUrl = (url: string) => {
    output.instructions({ address: url }, [`Open ${url}`]);
    if (options.open && isInteractive()) openBrowser(url);
  };
  return signInByBrowser({ server: server.value, onUrl, signal });
}

function showCode(output: Output, codes: DeviceAuthorization): void {
  const { verification_uri: url, verification_uri_complete: urlWithCode, user_code: code } = codes;
  const expiresInSeconds = codes.expires_in;
  const minutes = toCount(Math.ceil((expiresInSeconds * SECOND_MS) / MINUTE_MS), "minute");
  output.instructions({ address: url, code, addressWithCode: urlWithCode, expiresInSeconds }, [
    `Open ${urlWithCode}`,
    `or open ${url} and enter ${code}`,
    `The code is valid for ${minutes}. Waiting for approval. Press Ctrl-C to cancel.`,
  ]);
}

async function tokenFromStdin(): Promise<string> {
  const token = (await readStdin()).trim();
  if (/^[!-~]+$/.test(token)) return token;
  throw usageFailure(
    "There is no token on stdin.",
    "Pipe in a single line that contains only the token.",
  );
}

/**
 * Saves a token that works. Prints whose token it is, because signing in with another person's token
 * by mistake would send them everything that this machine does.
 */
async function saveToken(session: Session, token: string): Promise<void> {
  const { env, server, output } = session;
  const { email, plan } = await session.clientOf(token).account.me();
  const file = credentialsFile(env);
  await file.write({ ...(await file.read()), [server.value]: { token, email } });
  if (server.from === "--url") await settingsFile(env).write({ url: server.value });
  output.done(
    { signedIn: true, email, plan, server: server.value },
    oneLine(`Signed in to ${server.value} as ${email} (${plan}).`),
  );
  const other = ["HOOKNEXUS_TOKEN", "HOOKNEXUS_API_KEY"].find((name) => env[name]);
  if (other) output.note(`${other} is set and takes precedence. Unset it to use the saved token.`);
}
