const DATE = new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "long", day: "numeric" });

/** A day in the reader's own time zone: "27 November 2026". */
export function dateText(iso: string): string {
  return DATE.format(new Date(iso));
}
