import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { compiled } from '#contracts';
import { Refused } from '#decider';
import type { Actor } from '#partnership';
import { CurrentPrincipal, type Principal } from '#platform';
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
    const { releases, next } = await this.releases.after(positionIn(cursor), limit, readerOf(principal));
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
    const releases = await this.releases.of(ocid, readerOf(principal));
    const record = { ocid, releases, compiledRelease: compiled(releases) };
    return { ...packaged(addressOf(request), this.releases.publisher), records: [record] };
  }
}

/** Partners are refused, as what their competitors measured and were paid is told as well. */
function readerOf(principal: Principal): Actor {
  if (principal.role === 'partner') throw new Refused('releases-not-for-partners');
  return principal as Actor;
}

const addressOf = ({ protocol, host, url }: FastifyRequest) => `${protocol}://${host}${url}`;
