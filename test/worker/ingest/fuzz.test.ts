import { describe, expect, it } from "vitest";
import { serverFrame } from "../../../src/protocol/frames.ts";
import { eventually } from "../support/eventually.ts";
import { rounds } from "../support/rounds.ts";
import { connect } from "../support/test-listener.ts";
import {
  call,
  callAs,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
} from "../support/world.ts";

const ROUNDS = rounds(150);

/** The run prints the seed. With it, a failure can be repeated. */
const SEED = Date.now() % 2 ** 31;

/** Random numbers from a seed (mulberry32): the same for the same seed. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("There is nothing to pick from.");
    return item;
  }

  text(characters: string, maxLength: number): string {
    const length = this.below(maxLength);
    return Array.from({ length }, () => this.pick([...characters])).join("");
  }

  bytes(maxLength: number): Uint8Array {
    return Uint8Array.from({ length: this.below(maxLength) }, () => this.below(256));
  }
}

const TOKEN = "abcXYZ0189!#$%&'*+-.^_`|~";
const ANY_PATH = "abc/.%~:@!$&'()*+,;=[]{}|\\^`\"<> äß漢😀";
const HEADER_VALUE = "abc ,;=\"'\\/<>()[]{}%~é";
const ODD_NAMES = ["__proto__", "constructor", "x-a", "cookie", "content-type", "authorization"];

function randomWebhook(dice: Dice, endpointId: string): [path: string, init: RequestInit] {
  const path = `/h/${endpointId}/${dice.text(ANY_PATH, 40)}?${dice.text(ANY_PATH, 40)}`;
  const method = dice.pick(["GET", "POST", "PUT", "OPTIONS", "DELETE", "PATCH", "HEAD", "PURGE"]);
  const headers = new Headers();
  for (let n = dice.below(6); n > 0; n--) {
    const name = dice.pick([...ODD_NAMES, `x${dice.text(TOKEN, 20)}`]);
    headers.append(name, dice.text(HEADER_VALUE, 60));
  }
  const hasBody = method !== "GET" && method !== "HEAD" && dice.below(3) > 0;
  return [path, { method, headers, body: hasBody ? dice.bytes(3_000) : null }];
}

function randomFrame(dice: Dice): string | Uint8Array {
  const odd = ["{}", "[]", "null", '"x"', "1e999", '{"type":5}', '{"type":"__proto__"}', "{"];
  return dice.pick<() => string | Uint8Array>([
    () => dice.bytes(50),
    () => dice.pick(odd),
    () => JSON.stringify({ type: dice.text(ANY_PATH, 20), payload: dice.text(ANY_PATH, 20) }),
  ])();
}

describe(`random input (seed ${SEED})`, () => {
  it("is captured or refused as a webhook, and every listener stays connected", async () => {
    const dice = new Dice(SEED);
    const account = await newAccount("team");
    const { id } = await newEndpoint(account);
    const { key } = await newKey(account);
    const listener = await connect(id, key);
    let stored = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const [path, init] = randomWebhook(dice, id);
      const reply = await call(path, init);
      // `..` in a path may lead out of /h, to another URL. That is not a failure.
      expect(reply.status, `${init.method} ${path}`).toBeLessThan(500);
      if (reply.headers.get("content-security-policy") === "sandbox" && reply.status === 200)
        stored++;
    }
    expect(stored).toBeGreaterThan(ROUNDS / 2);
    await postWebhook(id, "a normal one");
    const frames = await listener.take(1 + stored + 1);
    for (const frame of frames) serverFrame.parse(frame);
    expect(frames.at(-1)?.payload).toMatchObject({ seq: stored + 1, body: "a normal one" });
    const page = await callAs(key, "GET", `/api/endpoints/${id}/requests?limit=100`);
    expect(await json(page)).toMatchObject({ total: stored + 1 });
    listener.close();
  });

  it("is answered or ignored as a frame, and closes the socket only after a hundred bad ones", async () => {
    const dice = new Dice(SEED + 1);
    const account = await newAccount("team");
    const { id } = await newEndpoint(account);
    const { key } = await newKey(account);
    const quiet = await connect(id, key);
    for (let round = 0; round < 5; round++) {
      const listener = await connect(id, key);
      for (let n = 0; n < 90; n++) listener.socket.send(randomFrame(dice));
      await postWebhook(id, String(round));
      const hasNewRequest = () => listener.frames.some(({ type }) => type === "new_request");
      await eventually(() => expect(hasNewRequest()).toBe(true));
      for (const frame of listener.frames) serverFrame.parse(frame);
      listener.close();
    }
    expect((await quiet.take(6)).slice(1).map(({ payload }) => payload["seq"])).toEqual([
      1, 2, 3, 4, 5,
    ]);
    quiet.close();
  });
});
