/** What stops a text from being read, and where. */
export interface TextProblem {
  message: string;
  /** In UTF-16 units, as a text is sliced; line and column count from 1. */
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
