/**
 * The OpenAPI 3.1 document that GET /openapi.json returns, with the keywords that it uses.
 * Source: OpenAPI Specification 3.1.1. Schemas are JSON Schema 2020-12.
 */
export interface OpenApi {
  openapi: string;
  info: { title: string; version: string; description: string };
  servers: { url: string; description: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, PathItem>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Reply>;
    securitySchemes: Record<string, SecurityScheme>;
  };
}

export const HTTP_METHODS = ["get", "post", "put", "patch", "delete", "head", "options"] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];
export type PathItem = Partial<Record<HttpMethod, Operation>>;

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  /** A caller needs one of them. An empty list means that anyone can call. */
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Content };
  /** By status. Replies that operations share are components. */
  responses: Record<string, Reply | Reference>;
  "x-websocket"?: WebSocketFrames;
}

/** Our extension for WebSockets, which OpenAPI can't describe. */
interface WebSocketFrames {
  receives: Reference;
  sends: Reference;
  /** By close code: its meaning, and whether to reconnect. */
  closeCodes: Record<string, string>;
}

export interface Reference {
  $ref: string;
}

export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  description?: string;
  schema: Schema;
}

export interface Reply {
  description: string;
  headers?: Record<string, { description: string; schema: Schema }>;
  content?: Content;
}

/** By media type. */
export type Content = Record<string, { schema: Schema }>;

export interface SecurityScheme {
  type: string;
  description: string;
  scheme?: string;
  bearerFormat?: string;
  in?: string;
  name?: string;
}

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  title?: string;
  description?: string;
  examples?: unknown[];
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  items?: Schema | boolean;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/**
 * The docs of a field. They are kept out of the zod schemas, which are shipped with the worker and
 * the clients.
 */
export interface FieldDoc {
  description?: string;
  /** Holds in every reply, although the zod schema does not check it. */
  format?: "date-time" | "uuid" | "uri";
  example?: unknown;
  /** The value that counts if the field is left out. */
  default?: unknown;
}
