import { bodyBytes } from "../../../inspect/body-bytes.ts";
import { curlCommand, urlAt, type CurlCommand } from "../../../inspect/curl.ts";
import { resendUrl } from "../../../inspect/resend-url.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import type { CurlTarget } from "./curl-target.ts";

/** The command that sends a request to a target; null if the target URL is invalid. */
export function curlOf(request: CapturedRequest, { to, base }: CurlTarget): CurlCommand | null {
  // A body that is not loaded goes into a file, so only its size matters.
  const bytes = bodyBytes(request) ?? new Uint8Array(request.size);
  const { origin } = globalThis.location;
  if (to === "endpoint") return curlCommand(request, urlAt(origin, request), bytes);
  return base && curlCommand(request, resendUrl(base, request), bytes);
}
