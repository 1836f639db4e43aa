import { join } from "node:path";
import { buildDashboard } from "../../src/host/build-dashboard.ts";

/** Builds `dist/dashboard` once before all tests, if its sources changed since the last run. */
export default function setup(): Promise<void> {
  return buildDashboard(join(import.meta.dirname, "../.."));
}
