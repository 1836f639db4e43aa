/*
 * Vitest ends its processes with SIGTERM, and a process that dies of a signal has no "exit" event:
 * the programs and the browser that it started would live on. Import this where such a thing is
 * started.
 */
process.once("SIGTERM", () => process.exit(143));
