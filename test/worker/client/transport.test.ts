import { describe, expect, it } from "vitest";
import { createClient, HookNexusError } from "../../../src/client/index.ts";
import { clientOf, newAccount, newEndpoint, postWebhook } from "../support/world.ts";

const URL_OF_TESTS = "https://hooks.test";
const TOKEN = "hnt_0123456789";

/** A client whose every call receives this reply. */
function clientReceiving(make: () => Response) {
  return createClient({ url: URL_OF_TESTS, token: TOKEN, fetch: async () => make() });
}

const json = (body: unknown, status = 200) => Response.json(body, { status });

async function failureOf(call: Promise<unknown>): Promise<HookNexusError> {
  const failure: unknown = await call.catch((error: unknown) => error);
  if (failure instanceof HookNexusError) return failure;
  throw new Error(`Not a HookNexusError: ${String(failure)}`);
}

/** Delivers some bytes, then fails as a broken connection does. */
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

describe("a reply that is not from HookNexus", () => {
  const html = { headers: { "content-type": "text/html" } };

  it.each<[string, number, () => Response]>([
    ["a proxy's page", 502, () => new Response("<h1>Bad gateway</h1>", { status: 502, ...html })],
    ["a portal's page", 200, () => new Response("<h1>Log in</h1>", html)],
    ["an empty body", 200, () => new Response("")],
    ["no body at all", 204, () => new Response(null, { status: 204 })],
    ["another shape", 200, () => json({ id: 5 })],
    ["null", 200, () => json(null)],
    ["a status that no route has", 206, () => json({ endpoints: [], total: 0 }, 206)],
    ["an error of another API", 404, () => json({ message: "Not Found" }, 404)],
    ["an error without a requestId", 404, () => json({ error: "x", code: "not_found" }, 404)],
    ["an error with a success status", 200, () => json({ error: "x", code: "y", requestId: "z" })],
    ["a redirect", 302, () => new Response(null, { status: 302, headers: { location: "/x" } })],
  ])("is an `unexpected_reply` with its status: %s", async (_, status, make) => {
    const failure = await failureOf(clientReceiving(make).account.me());
    expect(failure).toMatchObject({ code: "unexpected_reply", status, requestId: null });
    expect(failure.message).toContain(String(status));
  });

  it("has the unexpected field in its cause", async () => {
    const { cause } = await failureOf(clientReceiving(() => json({ status: "odd" })).health());
    expect(cause).toMatchObject({ issues: [{ path: ["status"] }] });
  });

  it("is not mistaken for the bytes of a body", async () => {
    const make = () => new Response("<h1>Bad gateway</h1>", { status: 502 });
    const failure = await failureOf(clientReceiving(make).requests.body("a"));
    expect(failure.code).toBe("unexpected_reply");
  });
});

describe("a reply of a newer server", () => {
  it("is parsed without its unknown fields", async () => {
    const client = clientReceiving(() => json({ status: "ok", region: "north" }));
    expect(await client.health()).toEqual({ status: "ok" });
  });

  it("may have an unknown error code", async () => {
    const refusal = { error: "Not today.", code: "holiday", requestId: "r", until: "monday" };
    const failure = await failureOf(clientReceiving(() => json(refusal, 418)).account.me());
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
  it("is reported with its cause and the host, before the reply", async () => {
    const cause = new TypeError("fetch failed");
    const fetch = () => Promise.reject(cause);
    const client = createClient({ url: "http://me:secret@hooks.test:8787", fetch });
    const failure = await failureOf(client.health());
    expect(failure).toMatchObject({ code: "network", status: null, requestId: null, cause });
    expect(failure.message).toContain("hooks.test:8787");
    expect(failure.message).not.toContain("secret");
  });

  it("is reported in the middle of a reply or a body", async () => {
    const cause = new Error("reset");
    const client = clientReceiving(() => new Response(brokenStream(cause)));
    expect(await failureOf(client.account.me())).toMatchObject({ code: "network", cause });
    const { bytes } = await client.requests.body("a");
    expect(await failureOf(bytes())).toMatchObject({ code: "network", cause });
  });
});

describe("a signal", () => {
  it("that is already aborted rejects the call with its reason, also at the real server", async () => {
    const reason = new Error("changed my mind");
    const options = { signal: AbortSignal.abort(reason) };
    await expect(clientOf(await newAccount()).account.me(options)).rejects.toBe(reason);
  });

  it.each<[string, (signal: AbortSignal) => Promise<Response>]>([
    ["a call without a reply", (signal) => abortOf(signal)],
    ["reading a reply", async (signal) => new Response(openUntilAborted(signal))],
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

/** Rejects when the signal aborts, as `fetch` does. */
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
    "is not created for the URL %j",
    (url) => {
      expect(() => createClient({ url })).toThrow(TypeError);
    },
  );

  it.each(["", "two words", "hnt_secret\n", "hnt_sécret"])(
    "is not created with the token %j, and the error does not contain it",
    (token) => {
      const make = () => createClient({ url: URL_OF_TESTS, token });
      expect(make).toThrow(TypeError);
      expect(make).not.toThrow(/secret/);
    },
  );

  it("accepts a path prefix, and sends no identifying headers by default", async () => {
    const sent: unknown[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      sent.push([url, init.headers]);
      return json({ status: "ok" });
    };
    await createClient({ url: "https://a.test/hooks//", fetch }).health();
    expect(sent).toEqual([["https://a.test/hooks/api/health", {}]]);
  });

  it("uses the global `fetch` by default", async () => {
    const before = globalThis.fetch;
    globalThis.fetch = (async () => json({ status: "ok" })) as typeof fetch;
    const client = createClient({ url: URL_OF_TESTS });
    expect(await client.health().finally(() => (globalThis.fetch = before))).toEqual({
      status: "ok",
    });
  });

  it("encodes an id so that it stays one segment of the path", async () => {
    const client = clientOf(await newAccount());
    for (const id of ["a/b", "?q", "#f", "%2e%2e", "..%2f", "a\\b", " ", "../..", "ü"]) {
      expect(await failureOf(client.endpoints.get(id)), id).toMatchObject({
        code: "endpoint_not_found",
      });
    }
  });

  it.each(["", ".", ".."])(
    "makes no call with the id %j, which would change the path",
    async (id) => {
      const client = clientReceiving(() => json({ deleted: true }));
      await expect(client.endpoints.delete(id)).rejects.toThrow(TypeError);
      await expect(client.listeners.disconnect("a", id)).rejects.toThrow(TypeError);
    },
  );

  it("sends the given query parameters, encoded", async () => {
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
  it("can be streamed without being buffered", async () => {
    const account = await newAccount("team");
    const { id } = await newEndpoint(account);
    const sent = new Uint8Array(3 * 1024 * 1024).map((_, at) => at % 251);
    const { id: requestId } = await postWebhook(id, sent);
    const { stream } = await clientOf(account).requests.body(requestId);
    let size = 0;
    for await (const chunk of stream) size += chunk.length;
    expect(size).toBe(sent.length);
  });

  it("may be empty, in any runtime", async () => {
    const { stream, bytes, contentType } = await clientReceiving(
      () => new Response(null),
    ).requests.body("a");
    expect(await new Response(stream).arrayBuffer()).toHaveProperty("byteLength", 0);
    expect(await bytes()).toEqual(new Uint8Array());
    expect(contentType).toBe("application/octet-stream");
  });
});
