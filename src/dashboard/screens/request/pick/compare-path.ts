/** Where two requests are compared: the older one first, which is how changes read. */
export function comparePath(
  endpointId: string,
  one: { id: string; seq: number },
  other: { id: string; seq: number },
): string {
  const [a, b] = one.seq <= other.seq ? [one, other] : [other, one];
  return `/endpoints/${endpointId}/compare?${new URLSearchParams({ a: a.id, b: b.id })}`;
}
