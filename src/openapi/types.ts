/**
 * As much of an OpenAPI 3.1 document as ours has: what GET /openapi.json answers.
 * Source: OpenAPI Specification 3.1.1; schemas are JSON Schema 2020-12.
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
  /** Any one of them lets the caller in; none, anybody. */
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Content };
  /** By status; what several operations answer alike is a component. */
  responses: Record<string, Reply | Reference>;
  "x-websocket"?: WebSocketFrames;
}

/** OpenAPI knows no WebSocket: what goes over the socket stands in an extension of ours. */
export interface WebSocketFrames {
  receives: Reference;
  sends: Reference;
  /** By close code: what it means, and whether to connect again. */
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
 * What the schema of a field says besides its type. It is kept out of the zod schemas: those are
 * shipped with the worker and the clients, which never read it.
 */
export interface FieldDoc {
  description?: string;
  /** Holds in every reply, although the zod schema does not check it. */
  format?: "date-time" | "uuid" | "uri";
  example?: unknown;
  /** The value that counts if the field is left out. */
  default?: unknown;
}
