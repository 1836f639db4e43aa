/** Making a formatter takes longer than using it a hundred times, and a list has a hundred rows. */
const formats = new Map<string | undefined, Intl.DateTimeFormat>();

/**
 * Formats a time in the user's time zone, to the millisecond: "2026-01-31 14:03:09.123". Webhooks
 * are compared with logs, so a relative time or whole seconds would not do.
 *
 * @param at Unix milliseconds
 * @param timeZone an IANA name; the user's own by default
 */
export function exactTime(at: number, timeZone?: string): string {
  if (Number.isNaN(new Date(at).getTime())) return "unknown";
  const parts = formatOf(timeZone).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const date = `${of("year")}-${of("month")}-${of("day")}`;
  return `${date} ${of("hour")}:${of("minute")}:${of("second")}.${of("fractionalSecond")}`;
}

/** The time of day alone, for a list of today's requests: "14:03:09.123". */
export function clockTime(at: number, timeZone?: string): string {
  return exactTime(at, timeZone).split(" ").at(-1) ?? "";
}

function formatOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-CA", {
    ...(timeZone === undefined ? {} : { timeZone }),
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
  });
  formats.set(timeZone, format);
  return format;
}
