import { randomUUID } from "node:crypto";

/** An address that nobody has signed in with. */
export function freshEmail(): string {
  return `${randomUUID()}@example.com`;
}

/** An IP in a network of its own, of those for documentation (RFC 3849). */
export function freshIp(): string {
  const [, high, low] = randomUUID().split("-");
  return `2001:db8:${high}:${low}::1`;
}
