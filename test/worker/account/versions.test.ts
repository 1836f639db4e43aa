import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { AccountAllowance } from "../../../src/worker/account/allowance.ts";
import { PREVIOUS_VERSION, VERSION } from "../../../src/worker/hub/contract/version.ts";
import { callAccount, isNotSpoken } from "../../../src/worker/hub/stub.ts";
import type { Env } from "../../../src/worker/env.ts";

const FUTURE = 99;
const day = 20_000;
const input = { endpointId: "a", day, wanted: 1, limit: 10 };

/** A call of each method, with the version as its last argument. */
const CALLS: Record<string, (account: AccountAllowance, version: number) => Promise<unknown>> = {
  lease: (account, version) => account.lease(input, version),
  giveBack: (account, version) => account.giveBack("a", day, 0, version),
  noteEnd: (account, version) => account.noteEnd("a", 1, version),
  hasEnded: (account, version) => account.hasEnded("a", 1, version),
  noteEndpoint: (account, version) => account.noteEndpoint("a", version),
  forgetEndpoints: (account, version) => account.forgetEndpoints([], version),
  journal: (account, version) => account.journal(null, version),
  beat: (account, version) => account.beat(0, version),
  used: (account, version) => account.used(version),
  // Last, because nothing can be leased after it.
  close: (account, version) => account.close(version),
};

const inside = (act: (account: AccountAllowance) => Promise<void>) =>
  runInDurableObject(env.ALLOWANCE.getByName(crypto.randomUUID()), act);

describe("a message to an account's object", () => {
  it("has a version, whichever method it calls", () =>
    inside(async (account) => {
      const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(account));
      const called = methods.filter((name) => name !== "constructor");
      expect(called.toSorted()).toEqual(Object.keys(CALLS).toSorted());
    }));

  it.each(Object.entries(CALLS))("of an unknown version is refused by `%s`", (_, call) =>
    inside(async (account) => {
      await expect(async () => call(account, FUTURE)).rejects.toThrow("speaks the versions");
      await call(account, VERSION);
      await call(account, PREVIOUS_VERSION);
    }),
  );
});

describe("a call to an account's object of an older version", () => {
  /** An account's object with only these methods, which fail as the runtime does for others. */
  function accountWith(methods: object): Env {
    const missing = (name: string) => () =>
      Promise.reject(new TypeError(`The RPC receiver does not implement the method "${name}".`));
    const get = (own: object, name: string) => Reflect.get(own, name) ?? missing(name);
    const getByName = () => new Proxy(methods, { get: (own, name) => get(own, String(name)) });
    return { ...env, ALLOWANCE: { getByName } as unknown as Env["ALLOWANCE"] };
  }

  it("is repeated in that version, once it is refused", async () => {
    const versions: unknown[] = [];
    const used = async (version: number) => {
      versions.push(version);
      if (version === VERSION) throw new Error("This hub speaks the versions 0 and 1, not 2.");
      return 7;
    };
    const id = crypto.randomUUID();
    const call = () =>
      callAccount<number>(accountWith({ used }), id, (account, version) => account.used(version));
    expect([await call(), await call()]).toEqual([7, 7]);
    expect(versions).toEqual([VERSION, PREVIOUS_VERSION, PREVIOUS_VERSION]);
  });

  it("that has no such method is refused without an effect", async () => {
    const call = callAccount(accountWith({}), crypto.randomUUID(), (account, version) =>
      account.noteEnd("a", 1, version),
    );
    expect(isNotSpoken(await call.catch((error: unknown) => error))).toBe(true);
  });
});
