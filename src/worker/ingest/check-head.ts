import { MAX_HEAD_BYTES } from "../../protocol/frame-limits.ts";
import { AppError } from "../domain/app-error.ts";

/** UTF-8 has at most three bytes for a UTF-16 code unit. */
const MAX_BYTES_PER_CODE_UNIT = 3;

const encoder = new TextEncoder();

/**
 * Checks that the request line and the header fields of a webhook are not too large. The runtime on
 * one machine has no such limit.
 *
 * @param target path and query
 * @param headersJson the headers as JSON. It is at least as long as they are, so nearly always its
 *   length shows that nothing needs to be counted
 * @throws AppError `head_too_large`
 */
export function checkHead({ method, headers }: Request, target: string, headersJson: string): void {
  const units = target.length + headersJson.length;
  if (units * MAX_BYTES_PER_CODE_UNIT <= MAX_HEAD_BYTES) return;
  let head = `${method} ${target} HTTP/1.1\r\n`;
  headers.forEach((value, name) => (head += `${name}: ${value}\r\n`));
  if (encoder.encode(head).length > MAX_HEAD_BYTES) throw new AppError("head_too_large");
}
