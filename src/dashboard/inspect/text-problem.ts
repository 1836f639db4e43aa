/** The first error in a text. */
export interface TextProblem {
  /** Fits behind a colon: "expected a value". */
  message: string;
  /** In UTF-16 code units. Line and column are 1-based. */
  offset: number;
  line: number;
  column: number;
}

export function problemAt(text: string, offset: number, message: string): TextProblem {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { message, offset, line, column: offset - lineStart + 1 };
}
