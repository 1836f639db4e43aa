import type { EndpointRow } from "../../../client/index.ts";
import { responseSettings, type ResponseSettings } from "../../../protocol/response-settings.ts";
import { numberText } from "../../inspect/size.ts";

export interface HeaderRow {
  /** Tells the rows apart while their names change. */
  row: number;
  name: string;
  value: string;
}

/** What senders get, as it is typed. */
export interface ResponseForm {
  /** Off: the default reply. What was typed stays until it is saved. */
  isCustom: boolean;
  status: string;
  headers: readonly HeaderRow[];
  body: string;
  delayMs: string;
}

export function responseFormOf(response: EndpointRow["response"]): ResponseForm {
  const { status = 200, headers = {}, body = "", delay_ms = 0 } = response ?? {};
  return {
    isCustom: response !== null,
    status: String(status),
    headers: Object.entries(headers).map(([name, value], row) => ({ row, name, value })),
    body,
    delayMs: String(delay_ms),
  };
}

/** Header names have no case; the API takes the lower one. */
export function headerName({ name }: HeaderRow): string {
  return name.trim().toLowerCase();
}

/** A row that nothing was typed in is no header. */
function isFilled(header: HeaderRow): boolean {
  return headerName(header) !== "" || header.value.trim() !== "";
}

/** As the API takes it, whether or not it will; null: the default reply. */
export function responseOf(form: ResponseForm): ResponseSettings | null {
  if (!form.isCustom) return null;
  const headers = form.headers.filter(isFilled);
  return {
    status: numberOf(form.status),
    headers: Object.fromEntries(headers.map((row) => [headerName(row), row.value.trim()])),
    body: form.body,
    delayMs: numberOf(form.delayMs),
  };
}

function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** What is wrong, by the field as the API names it: `response.headers.x-id`. */
export type Problems = ReadonlyMap<string, string>;

type Issue = NonNullable<ReturnType<typeof responseSettings.safeParse>["error"]>["issues"][number];

/** Asks the schema that the server asks, and for what only a form can have wrong. */
export function responseProblems(form: ResponseForm): Problems {
  const response = responseOf(form);
  if (response === null) return new Map();
  const issues = responseSettings.safeParse(response).error?.issues ?? [];
  const found = issues.map((issue) => [fieldName(issue), sentence(issue)] as const);
  return new Map([...found, ...repeatedHeaders(form)]);
}

const fieldName = ({ path }: Issue) => ["response", ...path.map(String)].join(".");

/** Named by their row: of two with one name the later is the one too many. */
function repeatedHeaders({ headers }: ResponseForm): [string, string][] {
  const filled = headers.filter(isFilled);
  return filled.flatMap((header, at) => {
    const isRepeated = filled.findIndex((other) => headerName(other) === headerName(header)) < at;
    return isRepeated ? [[rowName(header), "Another row has this header."]] : [];
  });
}

function rowName({ row }: HeaderRow): string {
  return `row ${row}`;
}

export function headerProblem(problems: Problems, header: HeaderRow): string | null {
  const byName = problems.get(`response.headers.${headerName(header)}`);
  return problems.get(rowName(header)) ?? byName ?? null;
}

/** The numbers are the schema's own, so that they can't differ from what the server takes. */
function sentence(issue: Issue): string {
  const unit = issue.path[0] === "body" ? " characters" : "";
  switch (issue.code) {
    case "too_big":
      return `At most ${numberText(Number(issue.maximum))}${unit}.`;
    case "too_small":
      return `At least ${numberText(Number(issue.minimum))}${unit}.`;
    case "custom":
      return ofHeader(issue);
    default:
      return "A whole number.";
  }
}

/** The schema says what a header "is" or "must be", and of all else whole clauses. */
function ofHeader({ path, message }: Issue): string {
  const text = path[0] === "headers" && path.length > 1 ? `This ${message}` : message;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
