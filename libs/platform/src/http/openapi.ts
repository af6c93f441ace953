import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

type SchemaObject = { properties?: Record<string, unknown>; additionalProperties?: unknown };

const problemSchema = {
  type: 'object' as const,
  description: 'Problem details (RFC 9457)',
  required: ['type', 'title', 'status', 'detail', 'instance', 'traceId'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'What kind of problem; stable' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is missing, in the language of Accept-Language' },
    instance: { type: 'string', description: 'The path of the request' },
    traceId: { type: 'string', description: 'Names the request in the log' },
    details: { type: 'object', description: 'What a rule found missing, for programs' },
    errors: {
      type: 'array',
      description: 'Every field, parameter or header that is not as described',
      items: {
        type: 'object',
        required: ['detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body, or into the line of a body of lines' },
          line: { type: 'integer', minimum: 1 },
          parameter: { type: 'string' },
          header: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
    moreErrors: { type: 'integer', description: 'How many errors are not listed' },
  },
};

/** Serves the OpenAPI 3.1 document at `/openapi.json` and a page to browse it at `/docs`, from local files only. */
export function publishApi(app: NestFastifyApplication, { title, description, version }: ApiDescription): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(description)
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addSecurityRequirements('bearer')
    .build();
  const document = complete(SwaggerModule.createDocument(app, config));
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: title,
    swaggerOptions: { persistAuthorization: true },
  });
}

/** Says of every operation what the platform adds to it: problem details, and that unknown fields are refused. */
function complete(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas ?? {};
  document.components = { ...document.components, schemas: { ...schemas, Problem: problemSchema as never } };
  const answer = {
    description: 'Anything that went wrong',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const closed = new Set<string>();
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      if (!operation) continue;
      operation.responses = { ...operation.responses, default: answer };
      close(operation.requestBody, schemas as Record<string, SchemaObject>, closed);
    }
  }
  return document;
}

/** Marks every schema a request body reaches as taking no other fields. */
function close(node: unknown, schemas: Record<string, SchemaObject>, closed: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  const { $ref } = node as { $ref?: unknown };
  const name = typeof $ref === 'string' ? $ref.replace('#/components/schemas/', '') : undefined;
  const schema = name === undefined ? undefined : schemas[name];
  if (name !== undefined && schema && !closed.has(name)) {
    closed.add(name);
    schema.additionalProperties = false;
    close(schema.properties, schemas, closed);
  }
  for (const child of Object.values(node)) close(child, schemas, closed);
}
