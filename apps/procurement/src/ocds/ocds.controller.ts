import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { compiled } from '#contracts';
import { Refused } from '#decider';
import type { Actor } from '#partnership';
import { CurrentPrincipal, type Principal } from '#platform';
import { NotTellable } from '../outward/told.js';
import { OfRecord, packaged, RecordPackage, ReleasePackage, ReleasesQuestion } from './answer.js';
import { cursorAt, positionIn } from './cursor.js';
import { Releases } from './releases.js';

const DEFAULT_LIMIT = 100;

@ApiTags('OCDS')
@Controller('ocds')
export class OcdsController {
  constructor(private readonly releases: Releases) {}

  @Get('releases')
  @ApiOperation({
    summary: 'OCDS releases',
    description:
      'A release package (Open Contracting Data Standard 1.1.5, with the metrics extension): a release for each event that changes what is published, oldest first, of the partnerships the caller takes part in. `links.next` leads on; a page without it is the last one, and asked for again it has what was recorded since. A page may have fewer releases than `limit`, or none, and still a next one. Not for partners: other partners’ figures stand in it.',
  })
  @ApiOkResponse({ type: ReleasePackage })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query() { limit = DEFAULT_LIMIT, cursor }: ReleasesQuestion,
    @Req() request: FastifyRequest,
  ): Promise<ReleasePackage> {
    const { releases, next } = await tellable(this.releases.after(positionIn(cursor), limit, readerOf(principal)));
    const here = addressOf(request);
    const links = next === undefined ? {} : { next: `${here.split('?')[0]}?limit=${limit}&cursor=${cursorAt(next)}` };
    return { ...packaged(here, this.releases.publisher), releases, links };
  }

  @Get('records/:ocid')
  @ApiOperation({
    summary: 'OCDS record of a partnership',
    description:
      'A record package (Open Contracting Data Standard 1.1.5, with the metrics extension): all releases of the partnership, and the release they are compiled to. Not for partners: other partners’ figures stand in it.',
  })
  @ApiOkResponse({ type: RecordPackage })
  async record(
    @CurrentPrincipal() principal: Principal,
    @Param() { ocid }: OfRecord,
    @Req() request: FastifyRequest,
  ): Promise<RecordPackage> {
    const releases = await tellable(this.releases.of(ocid, readerOf(principal)));
    const record = { ocid, releases, compiledRelease: compiled(releases) };
    return { ...packaged(addressOf(request), this.releases.publisher), records: [record] };
  }
}

/** Partners are refused, as what their competitors measured and were paid is told as well. */
function readerOf(principal: Principal): Actor {
  if (principal.role === 'partner') throw new Refused('releases-not-for-partners');
  return principal as Actor;
}

/** Refuses what this version cannot tell, in words. */
async function tellable<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof NotTellable ? new Refused('recorded-by-a-later-version') : error;
  }
}

/** Where the caller found us: what a proxy in between says of it, as far as it can be an address at all. */
function addressOf({ headers, protocol, host, url }: FastifyRequest): string {
  const said = (name: string, pattern: RegExp) =>
    pattern.exec(
      String(headers[name] ?? '')
        .split(',')[0]!
        .trim(),
    )?.[0];
  const outside = said('x-forwarded-host', /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i);
  return `${said('x-forwarded-proto', /^https?$/) ?? protocol}://${outside ?? host}${url}`;
}
