/** The network of an IP address: an IPv6 customer has a /64 of addresses and counts as one. */
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
