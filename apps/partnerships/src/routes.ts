import { applyDecorators, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { authority, type MeasurementCommand, type RefusalText } from '#partnership';
import { statusOf } from '#platform';
import { Recorded } from './recorded.js';
import type { CommandType } from './recorder.js';
import { type Reason, refusals, refusalsOf } from './refusals.js';

interface MediaType {
  readonly schema: { readonly $ref: string } | { readonly type: 'string'; readonly description: string };
  readonly example: unknown;
}

export interface RouteText {
  readonly summary: string;
  readonly description?: string;
  /** What the description calls it, where several routes record the same command. */
  readonly operationId?: string;
  /** A body that is taken as it stands. */
  readonly example: object;
  /** Whether it makes the partnership itself. */
  readonly created?: true;
  /** The forms of the body, for a route that takes it in more than one. */
  readonly content?: Readonly<Record<string, MediaType>>;
}

/** A controller of one room of the lifecycle, under the partnership its routes are about. */
export const Room = (tag: string, at = ''): ClassDecorator =>
  applyDecorators(Controller(at ? `partnerships/:id/${at}` : 'partnerships/:id'), ApiTags(tag));

/** A route that records what a command leads to, and what the API's description says of it. */
export function Records(
  type: CommandType | MeasurementCommand['type'],
  at: string,
  { summary, description, operationId = type, example, created, content }: RouteText,
): MethodDecorator {
  return (target, name, method) => {
    const status = created ? 201 : 200;
    const roles = `For: ${authority[type].join(', ')}.`;
    applyDecorators(
      Post(at),
      HttpCode(status),
      ApiOperation({
        operationId,
        summary,
        description: description ? `${description}\n\n${roles}` : roles,
        ...(content && { requestBody: { required: true, content } }),
      }),
      ApiHeader({
        name: 'Idempotency-Key',
        description: 'Makes a retry with the same key return the first answer; with another body it is refused',
        required: false,
        schema: { type: 'string', minLength: 1, maxLength: 255 },
      }),
      ApiHeader({
        name: 'If-Match',
        description: 'ETag of the revision this was decided on; refused with 412 when there is a newer one',
        required: false,
        schema: { type: 'string', pattern: '^"\\d+"$|^\\*$' },
      }),
      ...(content ? [] : [ApiBody({ type: bodyOf(target, name), examples: { example: { summary, value: example } } })]),
      ApiResponse({ status, description: 'Recorded', type: Recorded, headers: answerHeaders(created) }),
      ...refusalResponses(refusalsOf(type)),
    )(target, name, method);
  };
}

/** The class of the body: what the last parameter of a route is read as. */
function bodyOf(target: object, name: string | symbol) {
  const parameters = Reflect.getMetadata('design:paramtypes', target, name) as (new () => object)[];
  return parameters.at(-1) as new () => object;
}

function answerHeaders(created?: true) {
  return {
    ETag: { description: 'The revision', schema: { type: 'string' as const, example: '"12"' } },
    'Idempotency-Replayed': {
      description: 'true when this is the first answer to the key, given again',
      schema: { type: 'string' as const, enum: ['true'] },
    },
    ...(created && { Location: { description: 'The partnership', schema: { type: 'string' as const } } }),
  };
}

const otherwise: Record<number, string> = {
  400: '`invalid-request`, `malformed-json`: the path, a header or the JSON is not as described.',
  401: 'There is no bearer token, or not one to trust.',
  412: '`precondition-failed`: there is a newer revision than that of If-Match.',
  413: '`body-too-large`',
  415: '`unsupported-media-type`',
  422: '`invalid-body`: fields are missing, unknown or not as described; each is listed.\n- `idempotency-key-reused`: the key was used before, for another request.',
  503: '`store-unavailable`, `contended`: repeating it with the same Idempotency-Key is safe.',
};

function refusalResponses(reasons: readonly Reason[]): MethodDecorator[] {
  const lines = new Map(Object.entries(otherwise).map(([status, text]) => [Number(status), [text]]));
  for (const reason of new Set(reasons)) {
    const { about, en } = refusals[reason] as RefusalText;
    const status = statusOf(about);
    lines.set(status, [...(lines.get(status) ?? []), `\`${reason}\`: ${en}`]);
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return [...lines].map(([status, texts]) =>
    ApiResponse({ status, description: texts.map((text) => `- ${text}`).join('\n'), content }),
  );
}
