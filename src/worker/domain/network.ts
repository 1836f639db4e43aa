/** The network that an IP stands for: an IPv6 customer has a /64 of addresses, and counts as one. */
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

/** `192.0.2.1:50000`, `[2001:db8::1]:50000`, and IPv4 where both are listened to by one socket. */
const PEER = /^(?:\[(?:::ffff:(?=\d+\.))?(.+)\]|(.+)):\d+$/;

/**
 * The address that a request came from; null where nobody says. It is what the edge or a proxy
 * says in front of us, else what the runtime says on one machine.
 */
export function senderIp(request: Request): string | null {
  const said = request.headers.get("cf-connecting-ip");
  if (said !== null) return said;
  const peer = request.cf?.["clientIp"];
  const [, v6, v4] = (typeof peer === "string" && PEER.exec(peer)) || [];
  return v6 ?? v4 ?? null;
}
