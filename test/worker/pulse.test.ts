import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { beat } from "../../src/worker/domain/pulse.ts";
import type { Env } from "../../src/worker/env.ts";
import { clientAt } from "./support/deployment.ts";
import { newAccount } from "./support/world.ts";

const lacks = (method: string) => () =>
  Promise.reject(new TypeError(`The RPC receiver does not implement the method "${method}".`));

/** Accounts whose objects run the first release, as during a deploy. */
const FIRST_RELEASE = {
  ...env,
  ALLOWANCE: { getByName: () => ({ beat: lacks("beat"), hasEnded: lacks("hasEnded") }) },
} as unknown as Env;

const pulse = () => env.DB.prepare("SELECT beaten_at, restored_at FROM pulse").first();

it("accounts of the first release stop neither the cron trigger nor the callers", async () => {
  const account = await newAccount("plus");
  await beat(FIRST_RELEASE, 1);
  const now = Date.now();
  await beat(FIRST_RELEASE, now);
  expect(await pulse()).toEqual({ beaten_at: now, restored_at: null });
  await beat(env, now);
  expect(await pulse()).toEqual({ beaten_at: now, restored_at: null });
  await env.DB.prepare("UPDATE pulse SET beaten_at = 1").run();
  expect(await clientAt(FIRST_RELEASE, account).account.me()).toMatchObject({ id: account.id });
});
