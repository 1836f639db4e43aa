import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECOND_MS } from "../../src/protocol/time-units.ts";
import { newWorld, type World } from "../e2e/support/api.ts";
import { send } from "../e2e/support/http.ts";
import { Program } from "../e2e/support/program.ts";
import { Relay } from "../e2e/support/relay.ts";
import { TestServer } from "../e2e/support/server.ts";
import { until } from "../e2e/support/wait.ts";

const POSTS_PER_SECOND = 20;

/** The tests run concurrently. The longest takes two and a half minutes. */
const TEST_TIMEOUT_MS = 240_000;

/** A server, a network to it, and a program that listens through that network. */
class Scene {
  readonly #server: TestServer;
  readonly #relay: Relay;
  readonly #world: World;
  readonly consumer: Program;
  readonly #over = new AbortController();
  readonly #posting: Promise<string[]>;

  static async open(): Promise<Scene> {
    const server = await TestServer.start();
    const world = await newWorld(server, "team");
    const scene = new Scene(server, await Relay.to(server.port), world);
    await scene.consumer.says("live");
    await until(() => scene.seen().length > 2 * POSTS_PER_SECOND, "traffic");
    return scene;
  }

  private constructor(server: TestServer, relay: Relay, world: World) {
    [this.#server, this.#relay, this.#world] = [server, relay, world];
    this.consumer = new Program(process.execPath, ["test/e2e/support/consumer.ts"], {
      URL: relay.origin,
      ENDPOINT_ID: world.endpoint.id,
      KEY: world.key.key,
    });
    this.#posting = this.#post();
  }

  get server(): TestServer {
    return this.#server;
  }

  get relay(): Relay {
    return this.#relay;
  }

  /** The sequence numbers that the consumer got, in the order of arrival. */
  seen(): number[] {
    return [...this.consumer.output.matchAll(/^#(\d+)$/gm)].map(([, seq]) => Number(seq));
  }

  /** Stops the traffic, and waits until the consumer has everything, once and in order. */
  async expectNothingLost(): Promise<void> {
    this.#over.abort();
    const acknowledged = await this.#posting;
    const last = async () => this.seen().at(-1) ?? 0;
    const total = await this.#total();
    await until(async () => (await last()) >= total, `request ${total}`);
    expect(total).toBeGreaterThanOrEqual(acknowledged.length);
    expect(this.seen()).toEqual(Array.from({ length: total }, (_, index) => index + 1));
  }

  async close(): Promise<void> {
    this.#over.abort();
    await this.consumer.kill();
    await this.#posting;
    await this.#relay.close();
    await this.#server.remove();
  }

  async #total(): Promise<number> {
    const { endpoint, key } = this.#world;
    const url = `${this.#server.origin}/api/endpoints/${endpoint.id}/requests?limit=1`;
    const headers = { authorization: `Bearer ${key.key}` };
    const { body } = await send(url, { method: "GET", headers });
    return (JSON.parse(body.toString()) as { total: number }).total;
  }

  /** Keeps posting while the server is down, as senders do. Resolves with the acknowledgements. */
  async #post(): Promise<string[]> {
    const acknowledged: string[] = [];
    for (; !this.#over.signal.aborted; await sleep(SECOND_MS / POSTS_PER_SECOND)) {
      const reply = await send(this.#world.endpoint.url, { body: "x" }).catch(() => null);
      if (reply?.status === 200) acknowledged.push(reply.body.toString());
    }
    return acknowledged;
  }
}

describe.concurrent("a listener loses nothing, repeats nothing and keeps the order", () => {
  const scenes: Scene[] = [];
  beforeAll(async () => {
    for (let n = 0; n < 4; n++) scenes.push(await Scene.open());
  }, TEST_TIMEOUT_MS);
  afterAll(async () => {
    await Promise.all(scenes.map((scene) => scene.close()));
  }, TEST_TIMEOUT_MS);

  const failures: [name: string, cause: (scene: Scene) => Promise<unknown>][] = [
    [
      "while the network is cut for a minute",
      async ({ relay }) => {
        relay.cut();
        await sleep(60 * SECOND_MS);
        relay.mend();
      },
    ],
    [
      "while the network drops everything silently for a minute",
      async ({ relay }) => {
        relay.freeze();
        await sleep(60 * SECOND_MS);
        relay.mend();
      },
    ],
    [
      "while its process is frozen for two minutes",
      async ({ consumer }) => {
        consumer.signal("SIGSTOP");
        await sleep(120 * SECOND_MS);
        consumer.signal("SIGCONT");
      },
    ],
    [
      "when the server is killed, and when it is replaced by another",
      async ({ server }) => {
        await server.kill();
        await server.start();
        await sleep(5 * SECOND_MS);
        await server.stop();
        await server.start();
      },
    ],
  ];

  it.each(failures.map(([name, cause], at) => [name, cause, at] as const))(
    "%s",
    async (_name, cause, at) => {
      const scene = scenes[at];
      if (!scene) throw new Error("There is no scene.");
      await cause(scene);
      await scene.expectNothingLost();
    },
    TEST_TIMEOUT_MS,
  );
});
