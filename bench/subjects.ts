import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

/** A worker that is built and then served by the one host or the other. */
export interface WorkerSubject {
  /** Its wrangler.toml, from the repository's root on. */
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
      PLAN_OVERRIDES: "",
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
export type HostName = "workerd" | "miniflare";

/** What is compared: a worker on a host, or the plain Node server. */
export type Subject = `${WorkerName}@${HostName}` | "node";

/** The worker of a subject and its host; null: it is no worker. */
export function workerOf(subject: Subject): { worker: WorkerName; host: HostName } | null {
  if (subject === "node") return null;
  const [worker, host] = subject.split("@") as [WorkerName, HostName];
  return { worker, host };
}
