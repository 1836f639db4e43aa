/** An IPv4 address, or the /64 of an IPv6 address, because one IPv6 customer has a whole /64. */
export function networkOf(ip: string): string {
  if (!ip.includes(":")) return ip;
  const [head = "", tail = ""] = ip.split("::");
  const [left, right] = [head, tail].map((part) => part.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - (left?.length ?? 0) - (right?.length ?? 0) }, () => "0");
  return [...(left ?? []), ...zeros, ...(right ?? [])].slice(0, 4).join(":");
}

/** A network as people write it. */
export function shownNetwork(network: string): string {
  return network.includes(":") ? `${network}::/64` : network;
}
