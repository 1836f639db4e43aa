import { Response, type Request } from "miniflare";

/** Stands in for the mail server: POST a mail, GET `?to=` the texts that an address got. */
export function testMailbox() {
  const texts = new Map<string, string[]>();
  return async (request: Request): Promise<Response> => {
    if (request.method === "POST") {
      const { to, text } = (await request.json()) as { to: string; text: string };
      texts.set(to, [...(texts.get(to) ?? []), text]);
      return new Response(null, { status: 204 });
    }
    const to = new URL(request.url).searchParams.get("to") ?? "";
    return Response.json(texts.get(to) ?? []);
  };
}
