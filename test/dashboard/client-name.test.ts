import { describe, expect, it } from "vitest";
import { clientName } from "../../src/dashboard/screens/settings/sessions/client-name.ts";

describe("the name of a signed-in client", () => {
  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0", "Firefox on Linux"],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
      "Edge on Windows",
    ],
    [
      "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
      "Chrome on Android",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
      "Safari on iPhone",
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
      "Safari on macOS",
    ],
    ["hooknexus-cli", "HookNexus CLI"],
    ["curl/8.5.0", "curl"],
    ["node", "Node.js"],
    ["python-requests/2.32", "Python"],
    ["backup-job/1.0", "backup-job/1.0"],
    [" ", "Unknown client"],
    [null, "Unknown client"],
  ])("%s", (userAgent, name) => {
    expect(clientName(userAgent)).toBe(name);
  });
});
