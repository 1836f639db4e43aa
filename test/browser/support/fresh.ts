import { randomUUID } from "node:crypto";

/** An address that nobody has signed in with. */
export function freshEmail(): string {
  return `${randomUUID()}@example.com`;
}
