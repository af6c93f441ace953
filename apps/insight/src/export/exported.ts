import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiQuery, getSchemaPath } from '@nestjs/swagger';
import type { FieldsClass } from '#platform';
import { formats, mediaTypes } from './format.js';
import { type Export, ExportInterceptor, exportKey } from './interceptor.js';
import { isPaged, tablesOf } from './tables.js';

/**
 * What a list or dashboard answers, as JSON and, by `?format=` or Accept, as CSV and XLSX. Stands on the route in place of
 * ApiOkResponse; the tables follow from the fields of the answer.
 *
 * @param name what files are called after: `milestones`
 * @param by a list within the items that the first table has a row for each entry of
 */
export function Exported(answer: FieldsClass, name: string, by?: string): MethodDecorator {
  const tables = tablesOf(answer, by);
  const [first] = tables;
  if (!first) throw new Error(`${answer.name} has nothing to export`);
  return applyDecorators(
    SetMetadata(exportKey, { name, paged: isPaged(answer), tables } satisfies Export),
    UseInterceptors(ExportInterceptor),
    ApiExtraModels(answer),
    ApiQuery({
      name: 'format',
      required: false,
      description: 'A file of everything instead of JSON, whatever Accept says; goes with neither `limit` nor `cursor`',
      schema: { type: 'string', enum: [...formats], example: 'json' },
    }),
    ApiQuery({
      name: 'sheet',
      required: false,
      description: `Which table a CSV file holds; ${first.name} unless given`,
      schema: { type: 'string', enum: [...tables.map((table) => table.name), 'about'] },
    }),
    ApiOkResponse({
      content: {
        [mediaTypes.json]: { schema: { $ref: getSchemaPath(answer) } },
        [mediaTypes.csv]: { schema: { type: 'string' } },
        [mediaTypes.xlsx]: { schema: { type: 'string', format: 'binary' } },
      },
    }),
  );
}
