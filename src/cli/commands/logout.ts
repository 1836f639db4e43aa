import type { Command } from "commander";
import { HookNexusError, type HookNexus } from "../../client/index.ts";
import { withExamples } from "../examples.ts";
import { usageFailure } from "../failure.ts";
import { credentialsFile } from "../settings.ts";
import { Session } from "../session.ts";

export function addLogout(program: Command): void {
  const command = program
    .command("logout")
    .description("Revoke the current token, close its connections and delete the saved login.")
    .action(async (_options: unknown, self: Command) => signOut(await Session.open(self)));
  withExamples(command, "hooknexus logout");
}

async function signOut(session: Session): Promise<void> {
  const { client, credential, output } = session;
  if (credential?.value.startsWith("hnx_")) {
    throw usageFailure(
      `${credential.from} is an API key, and API keys can't sign out.`,
      "Unset it, or sign in and run `hooknexus keys revoke`.",
    );
  }
  await revoke(client);
  await deleteSavedToken(session);
  output.done({ signedOut: true }, "Signed out.");
}

/** A token that the server already refuses counts as revoked. */
async function revoke({ account }: HookNexus): Promise<void> {
  try {
    await account.signOut();
  } catch (error) {
    if (!(error instanceof HookNexusError) || error.status !== 401) throw error;
  }
}

async function deleteSavedToken({ env, server, credential }: Session): Promise<void> {
  const file = credentialsFile(env);
  const saved = (await file.read()) ?? {};
  if (saved[server.value]?.token !== credential?.value) return;
  const { [server.value]: _deleted, ...others } = saved;
  await file.write(others);
}
