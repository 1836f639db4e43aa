import { join } from "node:path";
import { buildDashboard } from "../../src/host/build-dashboard.ts";

/** Once before all tests: what serves the dashboard reads it from `dist`. */
export default function setup(): Promise<void> {
  return buildDashboard(join(import.meta.dirname, "../.."));
}
