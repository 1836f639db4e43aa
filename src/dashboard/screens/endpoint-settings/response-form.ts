import type { EndpointRow } from "../../../client/index.ts";
import { responseSettings, type ResponseSettings } from "../../../protocol/response-settings.ts";
import { numberText } from "../../inspect/size.ts";

export interface HeaderRow {
  /** Identifies the row while its name is edited. */
  row: number;
  name: string;
  value: string;
}

/** The response settings as text, while they are edited. */
export interface ResponseForm {
  /** False means the default response. The other fields keep their text until the form is saved. */
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

/** Header names are case-insensitive; the API takes lower case. */
export function headerName({ name }: HeaderRow): string {
  return name.trim().toLowerCase();
}

/** Empty rows are ignored. */
function isFilled(header: HeaderRow): boolean {
  return headerName(header) !== "" || header.value.trim() !== "";
}

/** The API's shape of the form, valid or not; null for the default response. */
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

/** Validation messages by the API's field name, such as `response.headers.x-id`. */
export type Problems = ReadonlyMap<string, string>;

type Issue = NonNullable<ReturnType<typeof responseSettings.safeParse>["error"]>["issues"][number];

/** Validates with the server's own schema, and checks for duplicate rows, which only a form can have. */
export function responseProblems(form: ResponseForm): Problems {
  const response = responseOf(form);
  if (response === null) return new Map();
  const issues = responseSettings.safeParse(response).error?.issues ?? [];
  const found = issues.map((issue) => [fieldName(issue), sentence(issue)] as const);
  return new Map([...found, ...repeatedHeaders(form)]);
}

const fieldName = ({ path }: Issue) => ["response", ...path.map(String)].join(".");

/** Keyed by row: of two rows with the same name, the later one is reported. */
function repeatedHeaders({ headers }: ResponseForm): [string, string][] {
  const filled = headers.filter(isFilled);
  return filled.flatMap((header, at) => {
    const isRepeated = filled.findIndex((other) => headerName(other) === headerName(header)) < at;
    return isRepeated ? [[rowName(header), "This header is already set."]] : [];
  });
}

function rowName({ row }: HeaderRow): string {
  return `row ${row}`;
}

export function headerProblem(problems: Problems, header: HeaderRow): string | null {
  const byName = problems.get(`response.headers.${headerName(header)}`);
  return problems.get(rowName(header)) ?? byName ?? null;
}

/** The limits come from the schema, so they always match the server's. */
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
      return "Enter a whole number.";
  }
}

/** The schema's messages about a header have no subject: "is set by the server". */
function ofHeader({ path, message }: Issue): string {
  const text = path[0] === "headers" && path.length > 1 ? `This ${message}` : message;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
