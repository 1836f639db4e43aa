import { describe, expect, it } from "vitest";
import { createClient, HookNexusError } from "../../src/client/index.ts";
import { clientOf, newAccount, newEndpoint, postWebhook } from "../worker/support/world.ts";

const URL_OF_TESTS = "https://hooks.test";
const TOKEN = "hnt_0123456789";

/** A client to whom every call answers with this. */
function answeredWith(make: () => Response) {
  return createClient({ url: URL_OF_TESTS, token: TOKEN, fetch: async () => make() });
}

const json = (body: unknown, status = 200) => Response.json(body, { status });

async function failureOf(call: Promise<unknown>): Promise<HookNexusError> {
  const failure: unknown = await call.catch((error: unknown) => error);
  if (failure instanceof HookNexusError) return failure;
  throw new Error(`No error of the library's, but ${String(failure)}`);
}

/** Bytes that come, and then the connection breaks. */
function brokenStream(error: unknown): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) return controller.error(error);
      isSent = true;
      controller.enqueue(new TextEncoder().encode('{"id":'));
    },
  });
}

describe("a reply that is not ours", () => {
  const html = { headers: { "content-type": "text/html" } };

  it.each<[string, number, () => Response]>([
    ["a proxy's page", 502, () => new Response("<h1>Bad gateway</h1>", { status: 502, ...html })],
    ["a portal's page", 200, () => new Response("<h1>Log in</h1>", html)],
    ["an empty body", 200, () => new Response("")],
    ["no body at all", 204, () => new Response(null, { status: 204 })],
    ["another shape", 200, () => json({ id: 5 })],
    ["null", 200, () => json(null)],
    ["a status of no route's", 206, () => json({ endpoints: [], total: 0 }, 206)],
    ["an error of another's", 404, () => json({ message: "Not Found" }, 404)],
    ["an error without a requestId", 404, () => json({ error: "x", code: "not_found" }, 404)],
    ["an error that says it went well", 200, () => json({ error: "x", code: "y", requestId: "z" })],
    ["a redirect", 302, () => new Response(null, { status: 302, headers: { location: "/x" } })],
  ])("is unexpected, with its status: %s", async (_, status, make) => {
    const failure = await failureOf(answeredWith(make).account.me());
    expect(failure).toMatchObject({ code: "unexpected_reply", status, requestId: null });
    expect(failure.message).toContain(String(status));
  });

  it("says which field was not as expected", async () => {
    const { cause } = await failureOf(answeredWith(() => json({ status: "odd" })).health());
    expect(cause).toMatchObject({ issues: [{ path: ["status"] }] });
  });

  it("is not taken for the bytes of a body", async () => {
    const make = () => new Response("<h1>Bad gateway</h1>", { status: 502 });
    const failure = await failureOf(answeredWith(make).requests.body("a"));
    expect(failure.code).toBe("unexpected_reply");
  });
});

describe("a reply of a newer server", () => {
  it("is read without what this library does not know", async () => {
    const client = answeredWith(() => json({ status: "ok", region: "north" }));
    expect(await client.health()).toEqual({ status: "ok" });
  });

  it("may hold an error that this library does not know", async () => {
    const refusal = { error: "Not today.", code: "holiday", requestId: "r", until: "monday" };
    const failure = await failureOf(answeredWith(() => json(refusal, 418)).account.me());
    const { message, code, status, requestId, details } = failure;
    expect({ message, code, status, requestId, details }).toEqual({
      message: "Not today.",
      code: "holiday",
      status: 418,
      requestId: "r",
      details: { until: "monday" },
    });
  });
});

describe("a network that fails", () => {
  it("is told with its cause and the host, at the first byte", async () => {
    const cause = new TypeError("fetch failed");
    const fetch = () => Promise.reject(cause);
    const client = createClient({ url: "http://me:secret@hooks.test:8787", fetch });
    const failure = await failureOf(client.health());
    expect(failure).toMatchObject({ code: "network", status: null, requestId: null, cause });
    expect(failure.message).toContain("hooks.test:8787");
    expect(failure.message).not.toContain("secret");
  });

  it("is told in the midst of a reply, and of a body", async () => {
    const cause = new Error("reset");
    const client = answeredWith(() => new Response(brokenStream(cause)));
    expect(await failureOf(client.account.me())).toMatchObject({ code: "network", cause });
    const { bytes } = await client.requests.body("a");
    expect(await failureOf(bytes())).toMatchObject({ code: "network", cause });
  });
});

describe("a signal", () => {
  it("that is aborted already ends the call with its reason, at the real server too", async () => {
    const reason = new Error("changed my mind");
    const options = { signal: AbortSignal.abort(reason) };
    await expect(clientOf(await newAccount()).account.me(options)).rejects.toBe(reason);
  });

  it.each<[string, (signal: AbortSignal) => Promise<Response>]>([
    ["a call that nobody answers", (signal) => abortOf(signal)],
    ["the reading of a reply", async (signal) => new Response(openUntilAborted(signal))],
  ])("ends %s", async (_, answer) => {
    const reason = new Error("changed my mind");
    const controller = new AbortController();
    const { signal } = controller;
    const client = createClient({ url: URL_OF_TESTS, fetch: () => answer(signal) });
    const call = client.account.me({ signal });
    setTimeout(() => controller.abort(reason));
    await expect(call).rejects.toBe(reason);
  });
});

/** Rejects as `fetch` does once the signal is aborted. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
  });
}

function openUntilAborted(signal: AbortSignal): ReadableStream {
  return new ReadableStream({
    start: (stream) =>
      signal.addEventListener("abort", () =>
        stream.error(new DOMException("aborted", "AbortError")),
      ),
  });
}

describe("a client", () => {
  it.each(["hooks.test", "localhost:8787", "ftp://hooks.test", ""])(
    "is not made for the url %j",
    (url) => {
      expect(() => createClient({ url })).toThrow(TypeError);
    },
  );

  it.each(["", "two words", "hnt_secret\n", "hnt_sécret"])(
    "is not made with the token %j, which its error does not repeat",
    (token) => {
      const make = () => createClient({ url: URL_OF_TESTS, token });
      expect(make).toThrow(TypeError);
      expect(make).not.toThrow(/secret/);
    },
  );

  it("may live below a path, and says nothing of who it is where it was not told", async () => {
    const sent: unknown[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      sent.push([url, init.headers]);
      return json({ status: "ok" });
    };
    await createClient({ url: "https://a.test/hooks//", fetch }).health();
    expect(sent).toEqual([["https://a.test/hooks/api/health", {}]]);
  });

  it("calls the global fetch where it is given none", async () => {
    const before = globalThis.fetch;
    globalThis.fetch = (async () => json({ status: "ok" })) as typeof fetch;
    const client = createClient({ url: URL_OF_TESTS });
    expect(await client.health().finally(() => (globalThis.fetch = before))).toEqual({
      status: "ok",
    });
  });

  it("keeps an id in its place in the path, whatever it holds", async () => {
    const client = clientOf(await newAccount());
    for (const id of ["a/b", "?q", "#f", "%2e%2e", "..%2f", "a\\b", " ", "../..", "ü"]) {
      expect(await failureOf(client.endpoints.get(id)), id).toMatchObject({
        code: "endpoint_not_found",
      });
    }
  });

  it.each(["", ".", ".."])(
    "calls nothing with the id %j, which would be another path",
    async (id) => {
      const client = answeredWith(() => json({ deleted: true }));
      await expect(client.endpoints.delete(id)).rejects.toThrow(TypeError);
      await expect(client.listeners.disconnect("a", id)).rejects.toThrow(TypeError);
    },
  );

  it("sends of a query what was said, encoded", async () => {
    const urls: string[] = [];
    const fetch = async (url: string) => {
      urls.push(url);
      return json({ requests: [], total: 0 });
    };
    const { requests } = createClient({ url: URL_OF_TESTS, fetch });
    await requests.list("a", { q: "a&b=c +ü", limit: 0, method: undefined });
    const search = new URL(urls[0] ?? "").searchParams;
    expect([...search]).toEqual([
      ["q", "a&b=c +ü"],
      ["limit", "0"],
    ]);
  });
});

describe("the bytes of a body", () => {
  it("stream as they come, without being read whole", async () => {
    const account = await newAccount("team");
    const { id } = await newEndpoint(account);
    const sent = new Uint8Array(3 * 1024 * 1024).map((_, at) => at % 251);
    const { id: requestId } = await postWebhook(id, sent);
    const { stream } = await clientOf(account).requests.body(requestId);
    let size = 0;
    for await (const chunk of stream) size += chunk.length;
    expect(size).toBe(sent.length);
  });

  it("may be none, in any runtime", async () => {
    const { stream, bytes, contentType } = await answeredWith(
      () => new Response(null),
    ).requests.body("a");
    expect(await new Response(stream).arrayBuffer()).toHaveProperty("byteLength", 0);
    expect(await bytes()).toEqual(new Uint8Array());
    expect(contentType).toBe("application/octet-stream");
  });
});
