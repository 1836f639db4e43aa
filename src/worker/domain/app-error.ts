import { ERRORS, type ErrorCode } from "../../protocol/errors.ts";

/** Further fields of an error reply, such as `limit` or `maxSize`. */
export type ErrorDetails = Record<string, string | number>;

/** An expected error. `http/error-reply.ts` turns it into a reply. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /** @param sentence replaces the default message of the code */
  constructor(code: ErrorCode, details: ErrorDetails = {}, sentence: string = ERRORS[code][1]) {
    super(sentence);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return ERRORS[this.code][0];
  }
}
