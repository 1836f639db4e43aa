import { Runtime, type RuntimeOptions } from "../../src/host/runtime.ts";

/*
 * Serves a built worker as `npm start` does. The options are the argument, as JSON. Lives until it is
 * killed.
 */
await Runtime.start(JSON.parse(process.argv[2] ?? "{}") as RuntimeOptions);
