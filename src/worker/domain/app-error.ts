import { ERRORS, type ErrorCode } from "../../protocol/errors.ts";

/** What the public is told beside the sentence and the code, such as `limit` or `maxSize`. */
export type ErrorDetails = Record<string, string | number>;

/** An expected refusal. Thrown anywhere in the worker, turned into a reply in one place. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /** @param sentence replaces the code's own sentence where more can be said */
  constructor(code: ErrorCode, details: ErrorDetails = {}, sentence: string = ERRORS[code][1]) {
    super(sentence);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return ERRORS[this.code][0];
  }
}
