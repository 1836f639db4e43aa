import { runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { AlarmTimers } from "../../../src/worker/hub/alarm-timers.ts";
import { hubOf, newAccount, newEndpoint } from "../support/world.ts";

it("a task that sets its timer to the same time runs again, and one that does not is over", async () => {
  const { id } = await newEndpoint(await newAccount("free"));
  await runInDurableObject(hubOf(id), (_, { storage }) => {
    const timers = new AlarmTimers(storage, 0);
    timers.set("trim", 5);
    timers.set("silence", 5);
    const ran: string[] = [];
    const run = (timersNow: AlarmTimers) =>
      timersNow.run(5, (name) => {
        ran.push(name);
        // As if the slice that it removes took less than a millisecond.
        if (name === "trim") timersNow.set("trim", 5);
      });
    run(timers);
    expect(ran.toSorted()).toEqual(["silence", "trim"]);
    // What is due must not depend on memory.
    run(new AlarmTimers(storage, 5));
    expect(ran.slice(2)).toEqual(["trim"]);
  });
});
