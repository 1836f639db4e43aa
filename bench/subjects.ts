import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

/** A worker that is built once and served by one of two hosts. */
export interface WorkerSubject {
  /** Path of its wrangler.toml, relative to the repository's root. */
  config: string;
  objects: { binding: string; className: string }[];
  variables: Record<string, string>;
}

export const WORKERS = {
  ours: {
    config: "bench/ours/wrangler.toml",
    objects: [
      { binding: "HUB", className: "EndpointHub" },
      { binding: "ALLOWANCE", className: "AccountAllowance" },
    ],
    variables: {
      PUBLIC_URL: "http://127.0.0.1",
      // Without a rate limit: the bench sends as fast as it can.
      PLAN_OVERRIDES: '{"team":{"maxRequestsPerSecond":null}}',
      ENDPOINT_ID_KEY: "only-for-the-bench-0123456789",
    },
  },
  floor: {
    config: "bench/floor/wrangler.toml",
    objects: [{ binding: "FLOOR", className: "Floor" }],
    variables: {},
  },
} satisfies Record<string, WorkerSubject>;

export type WorkerName = keyof typeof WORKERS;
type HostName = "workerd" | "npm-start";

/** Something to compare: a worker on a host, or the plain Node server. */
export type Subject = `${WorkerName}@${HostName}` | "node";

/** The worker of a subject and its host, or null for the Node server. */
export function workerOf(subject: Subject): { worker: WorkerName; host: HostName } | null {
  if (subject === "node") return null;
  const [worker, host] = subject.split("@") as [WorkerName, HostName];
  return { worker, host };
}
