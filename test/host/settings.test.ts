import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { checkPlanOverrides } from "../../src/host/plan-overrides.ts";
import { readSettings } from "../../src/host/settings.ts";

describe("the settings of the local server", () => {
  it("have a default each", () => {
    expect(readSettings({})).toEqual({
      host: "127.0.0.1",
      port: 8_787,
      stateDir: resolve(".hooknexus"),
      publicUrl: "http://127.0.0.1:8787",
      localOrigin: "http://127.0.0.1:8787",
      builtWorker: null,
      workerVars: {},
    });
  });

  it("treat an empty value as unset, because a compose file passes empty values", () => {
    const empty = { PORT: "", HOST: "", STATE_DIR: "", PUBLIC_URL: "", ADMIN_TOKEN: "" };
    expect(readSettings(empty)).toEqual(readSettings({}));
  });

  it.each(["1", "65535"])("accept the port %s", (text) => {
    const { port, publicUrl } = readSettings({ PORT: text });
    expect(port).toBe(Number(text));
    expect(publicUrl).toBe(`http://127.0.0.1:${text}`);
  });

  it.each([
    ["0.0.0.0", "http://127.0.0.1:8787"],
    ["::", "http://127.0.0.1:8787"],
    ["::1", "http://[::1]:8787"],
    ["localhost", "http://localhost:8787"],
  ])("with HOST %s, reach the server at %s", (host, localOrigin) => {
    expect(readSettings({ HOST: host })).toMatchObject({ localOrigin, publicUrl: localOrigin });
  });

  it.each(['{"free":{"maxListners":5}}', '{"gold":{}}', '{"free":{"maxListeners":"5"}}', "{bad"])(
    "refuse the plan overrides %s before anything starts",
    (json) => {
      expect(() => checkPlanOverrides(json)).toThrow("PLAN_OVERRIDES is not valid");
    },
  );

  it("name the part of the plan overrides that is wrong", () => {
    const json = '{"free":{"maxListners":5}}';
    expect(() => checkPlanOverrides(json)).toThrow("free.maxListners");
  });

  it("require both of GitHub's settings or neither", () => {
    expect(() => readSettings({ GITHUB_CLIENT_ID: "x" })).toThrow("both");
  });

  it.each(["abc", "0", "65536", "-1", "80.5", "8080x"])("refuse the port %s by name", (text) => {
    expect(() => readSettings({ PORT: text })).toThrow(
      `PORT is "${text}": set it to a number from 1 to 65535.`,
    );
  });

  it("accept the origin that users see", () => {
    const { publicUrl } = readSettings({ PUBLIC_URL: "https://hooks.example.com" });
    expect(publicUrl).toBe("https://hooks.example.com");
  });

  it.each(["hooks.example.com", "https://hooks.example.com/", "https://hooks.example.com/app"])(
    "refuse %s, which is not an origin and would make wrong URLs",
    (text) => {
      expect(() => readSettings({ PUBLIC_URL: text })).toThrow(`PUBLIC_URL is "${text}"`);
    },
  );

  it("pass the worker's own settings on to it, and nothing else", () => {
    const workerVars = {
      ADMIN_TOKEN: "operator",
      PLAN_OVERRIDES: '{"free":{"maxListeners":5}}',
      GITHUB_CLIENT_ID: "id",
      GITHUB_CLIENT_SECRET: "secret",
    };
    const env = { ...workerVars, AWS_SECRET_ACCESS_KEY: "somebody's", PATH: "/bin" };
    expect(readSettings(env).workerVars).toEqual(workerVars);
  });
});
