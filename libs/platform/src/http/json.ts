import { isUtf8 } from 'node:buffer';
import { errorCodes, type FastifyBodyParser, type FastifyInstance } from 'fastify';

/**
 * Reads JSON bodies, which are UTF-8: other bytes are refused, because read as UTF-8 they would be recorded as question
 * marks for ever. Keys such as `__proto__` are left to the validation, which names them as the unknown fields they are.
 */
export function takeJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('ignore', 'ignore') as FastifyBodyParser<string>;
  const read: FastifyBodyParser<Buffer> = (request, body, done) => {
    if (isUtf8(body)) void parse(request, body.toString(), done);
    else done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY());
  };
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, read);
}
