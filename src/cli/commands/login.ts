import { Option, type Command } from "commander";
import type { DeviceAuthorization } from "../../protocol/device.ts";
import { oneLine } from "../escape.ts";
import { withExamples } from "../examples.ts";
import { usageFailure } from "../failure.ts";
import type { Output } from "../output.ts";
import { canAsk, readStdin } from "../prompt.ts";
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
    .description("Sign in with a browser, here or on another machine.")
    .option("--device", "show a code to type on another machine")
    .addOption(
      new Option("--with-token", "read a token from stdin, and keep it").conflicts("device"),
    )
    .option("--no-open", "print the address, and open no browser")
    .action(async (options: LoginOptions, self: Command) => {
      const session = await Session.open(self);
      await keep(session, await obtainToken(session, options));
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
  const onAddress = (address: string) => {
    output.ask({ address }, [`Open ${address}`]);
    if (options.open && canAsk()) openBrowser(address);
  };
  return signInByBrowser({ server: server.value, onAddress, signal });
}

const MINUTE_SECONDS = 60;

function showCode(output: Output, codes: DeviceAuthorization): void {
  const { verification_uri: address, verification_uri_complete: whole, user_code: code } = codes;
  const minutes = toCount(Math.ceil(codes.expires_in / MINUTE_SECONDS), "minute");
  output.ask({ address, code, addressWithCode: whole, expiresInSeconds: codes.expires_in }, [
    `Open ${whole}`,
    `or ${address} and type ${code}`,
    `The code is good for ${minutes}. Waiting until somebody allows it there; Ctrl-C stops.`,
  ]);
}

async function tokenFromStdin(): Promise<string> {
  const token = (await readStdin()).trim();
  if (/^[!-~]+$/.test(token)) return token;
  throw usageFailure("There is no token on stdin.", "Pipe one in: one line, and nothing else.");
}

/** A token that does not work is not kept; whose it is, is told: somebody's else would be a trap. */
async function keep(session: Session, token: string): Promise<void> {
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
  if (other) output.note(`${other} is set and goes before it: unset it to use what was kept.`);
}
