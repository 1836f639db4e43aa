import type { Command } from "commander";
import { HookNexusError, type HookNexus } from "../../client/index.ts";
import { withExamples } from "../examples.ts";
import { usageFailure } from "../failure.ts";
import { credentialsFile } from "../settings.ts";
import { Session } from "../session.ts";

export function addLogout(program: Command): void {
  const command = program
    .command("logout")
    .description("Revoke the token in use, close what it opened, and forget it.")
    .action(async (_options: unknown, self: Command) => signOut(await Session.open(self)));
  withExamples(command, "hooknexus logout");
}

async function signOut(session: Session): Promise<void> {
  const { client, credential, output } = session;
  if (credential?.value.startsWith("hnx_")) {
    throw usageFailure(
      `${credential.from} is an API key, which can't sign out.`,
      "Type `hooknexus keys revoke` while signed in, or unset it.",
    );
  }
  await revoke(client);
  await forget(session);
  output.done({ signedOut: true }, "Signed out.");
}

/** One that the server does not take any more is as good as revoked. */
async function revoke({ account }: HookNexus): Promise<void> {
  try {
    await account.signOut();
  } catch (error) {
    if (!(error instanceof HookNexusError) || error.status !== 401) throw error;
  }
}

async function forget({ env, server, credential }: Session): Promise<void> {
  const file = credentialsFile(env);
  const kept = (await file.read()) ?? {};
  if (kept[server.value]?.token !== credential?.value) return;
  const { [server.value]: _forgotten, ...others } = kept;
  await file.write(others);
}
