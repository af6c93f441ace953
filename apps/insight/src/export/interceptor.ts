import { Readable } from 'node:stream';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { dayInDenmark, type Fault, Invalid, type Principal, preferredLanguage } from '#platform';
import { type AsOf, MOST } from '../paging.js';
import { aboutOf } from './about.js';
import { csvOf } from './csv.js';
import { formatOf, mediaTypes } from './format.js';
import type { Row, Table } from './tables.js';
import { xlsxOf } from './xlsx.js';

/** What of a route is exported: what files are called after, whether it comes in pages, and as which tables. */
export interface Export {
  readonly name: string;
  readonly paged: boolean;
  readonly tables: readonly Table[];
}

/** Under which key a route keeps its `Export`. */
export const exportKey = 'medspil:export';

interface Answer {
  readonly asOf: AsOf;
  readonly next?: string;
}

type Query = Readonly<Record<string, unknown>>;

/**
 * Answers a query as a file. The query itself is asked, page after page, so that scope and filters are its own; every
 * page but the first is asked for as known at the moment of the first, so that all of them are of one moment.
 */
export class ExportInterceptor implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & { principal: Principal }>();
    const { name, paged, tables } = Reflect.getMetadata(exportKey, context.getHandler()) as Export;
    const { format: asked, sheet, ...query } = request.query as Query;
    const format = formatOf(asked, request.headers.accept);
    refuse(format === 'csv' ? csvFaults(sheet, tables) : sheet === undefined ? [] : [onlyOfCsv]);
    request.query = query;
    if (format === 'json') return next.handle();
    refuse(['limit', 'cursor'].filter((parameter) => parameter in query).map(notOfWhole));

    const ask = (more: Query) => {
      request.query = more;
      return lastValueFrom(next.handle()) as Promise<Answer>;
    };
    const limit = String(MOST);
    const first = await ask(paged ? { ...query, limit } : query);
    const { asOf } = first;
    const { 'at-least': _reached, ...rest } = query;
    const all = async function* ({ rows, once }: Table): AsyncGenerator<Iterable<Row>> {
      yield rows(first);
      if (once) return;
      for (let { next: cursor } = first; cursor !== undefined; ) {
        const page = await ask({ ...rest, limit, cursor, 'known-at': asOf.time });
        yield rows(page);
        cursor = page.next;
      }
    };
    const [path] = request.url.split('?', 1) as [string];
    const about = aboutOf({ path, filters: query, principal: request.principal, asOf });
    const language = preferredLanguage(request.headers['accept-language']);

    const reply = http.getResponse<FastifyReply>();
    const day = String(query.until ?? dayInDenmark(Date.parse(asOf.time)));
    reply
      .header('content-type', format === 'csv' ? `${mediaTypes.csv}; charset=utf-8; header=present` : mediaTypes.xlsx)
      .header('content-disposition', `attachment; filename="${fileName(name, request.params, day)}.${format}"`)
      .header('content-language', language);
    if (format === 'xlsx') {
      const sheets = [...tables, about].map((table) => ({ ...table, pages: all(table) }));
      return of(xlsxOf(sheets, language, new Date(asOf.time)));
    }
    const table = sheet === undefined ? tables[0]! : [...tables, about].find((one) => one.name === sheet)!;
    return of(Readable.from(csvOf(table, all(table), { language, time: asOf.time })));
  }
}

/** medspil-measurements-CHANGES-2026-03-31: what, of what, as of when. */
function fileName(name: string, params: unknown, day: string): string {
  const { id, ...others } = params as Readonly<Record<string, string>>;
  const of = [...(id === undefined ? [] : [id.slice(0, 8)]), ...Object.values(others)];
  return ['medspil', name, ...of, day].join('-').replace(/[^\w.-]/g, '');
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Invalid('query', faults);
}

const notOfWhole = (parameter: string): Fault => ({
  parameter,
  says: { en: 'is for pages: a file holds everything', da: 'er til sider: en fil rummer alt' },
});

const onlyOfCsv: Fault = {
  parameter: 'sheet',
  says: { en: 'is for CSV: other formats hold all of them', da: 'er til CSV: andre formater rummer dem alle' },
};

function csvFaults(sheet: unknown, tables: readonly Table[]): readonly Fault[] {
  const names = [...tables.map(({ name }) => name), 'about'];
  if (sheet === undefined || names.includes(sheet as string)) return [];
  const says = { en: `must be one of ${names.join(', ')}`, da: `skal være en af ${names.join(', ')}` };
  return [{ parameter: 'sheet', says }];
}
