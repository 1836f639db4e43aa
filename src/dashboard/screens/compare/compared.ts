import type { CapturedRequest } from "../../../protocol/captured-request.ts";

/** Two requests beside each other. */
export interface Compared {
  before: CapturedRequest;
  after: CapturedRequest;
}
