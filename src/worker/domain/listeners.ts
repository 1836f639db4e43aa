import type { ListenerList } from "../../protocol/replay.ts";
import type { Env } from "../env.ts";
import { callHub } from "../hub/stub.ts";
import { listCredentials } from "../storage/credentials.ts";
import { AppError } from "./app-error.ts";
import { ownedEndpoint } from "./endpoints.ts";

/** The listeners of an endpoint of the account, with the name of their key. */
export async function listListeners(
  env: Env,
  accountId: string,
  endpointId: string,
  now: number,
): Promise<ListenerList> {
  await ownedEndpoint(env, accountId, endpointId, now);
  const [{ listeners, max }, keys] = await Promise.all([
    callHub(env, endpointId, (hub, version) => hub.listeners(version)),
    listCredentials(env.DB, accountId, ["api_key"], now),
  ]);
  const names = new Map(keys.map(({ id, name }) => [id, name]));
  const shown = listeners.map(({ credentialId, ...listener }) => {
    const isKey = listener.clientType === "api_key";
    const keyName = names.get(credentialId) ?? null;
    return { ...listener, keyId: isKey ? credentialId : null, keyName: isKey ? keyName : null };
  });
  return { listeners: shown, max };
}

/** Closes one connection of an endpoint of the account. */
export async function disconnectListener(
  env: Env,
  accountId: string,
  endpointId: string,
  connectionId: string,
  now: number,
): Promise<void> {
  await ownedEndpoint(env, accountId, endpointId, now);
  const isDone = await callHub(env, endpointId, (hub, version) =>
    hub.disconnect(connectionId, version),
  );
  if (!isDone) throw new AppError("listener_not_found");
}
