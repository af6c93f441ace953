import { ApiExtraModels, ApiProperty, type ApiPropertyOptions, getSchemaPath } from '@nestjs/swagger';
import type { Publisher, Release } from '#contracts';
import { Instant, ListOf, Nested, OneOf, Text, WebLink, WholeNumber } from '#platform';

export class ReleasesQuestion {
  @WholeNumber({ min: 1, max: 500, optional: true, description: 'Most releases; 100 unless given', example: 100 })
  limit?: number;

  @Text({ max: 100, optional: true, description: 'Where a page begins: part of `links.next`, not to be made up' })
  cursor?: string;
}

export class OfRecord {
  @Text({
    max: 200,
    description: 'The open contracting id: the registered prefix and the id of the partnership',
    example: 'ocds-medspl-5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10',
  })
  ocid: string;
}

const section = (description: string): ApiPropertyOptions => ({
  type: 'object',
  additionalProperties: true,
  selfRequired: false,
  description,
});
const sections = (description: string): ApiPropertyOptions => ({
  type: 'array',
  items: { type: 'object', additionalProperties: true },
  required: false,
  description,
});

export class ReleaseAnswer {
  @Text({ max: 200, example: 'ocds-medspl-5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10' }) ocid: string;
  @Text({ max: 300, description: 'The id of the event it tells of' }) id: string;
  @Instant({ description: 'When that was recorded' }) date: string;
  @ListOf(Text({ max: 40, example: 'tenderUpdate' }), { min: 1, max: 4 }) tag: readonly string[];
  @OneOf(['tender']) initiationType: string;
  @OneOf(['da']) language: string;
  @ApiProperty(sections('Organizations that changed, with their roles now')) parties?: readonly object[];
  @ApiProperty(section('The lead organisation')) buyer?: object;
  @ApiProperty(section('Need, market dialogue, budget; KPIs as `forecasts` (metrics extension)')) planning?: object;
  @ApiProperty(section('The notice; targets of KPIs as `targets` (metrics extension)')) tender?: object;
  @ApiProperty(sections('One for each winner, or for each contract where there was no tender'))
  awards?: readonly object[];
  @ApiProperty(sections('Contracts, with their implementation')) contracts?: readonly object[];
  @ApiProperty(sections('Of ours: releases, by `id`, with the `fields` whose values no source gives'))
  illustrative?: readonly object[];
}

export class PublisherAnswer {
  @Text({ max: 200, example: 'Medspil' }) name: string;
  @Text({ max: 40, optional: true, example: 'DK-CVR' }) scheme?: string;
  @Text({ max: 40, optional: true, example: '12345678' }) uid?: string;
  @WebLink({ optional: true }) uri?: string;
}

export class LinksAnswer {
  @WebLink({ optional: true, description: 'The next page; absent at the end' }) next?: string;
}

abstract class PackageAnswer {
  @WebLink({ description: 'Of this package' }) uri: string;
  @OneOf(['1.1']) version: '1.1';
  @ListOf(WebLink(), { max: 10, description: 'Extensions of the schema that are used' }) extensions: readonly string[];
  @Nested(() => PublisherAnswer) publisher: PublisherAnswer;
  @Instant({ description: 'When it was made' }) publishedDate: string;
}

@ApiExtraModels(ReleaseAnswer)
export class ReleasePackage extends PackageAnswer {
  @ListOf(() => ReleaseAnswer, { max: 500, description: 'OCDS 1.1.5 releases with the metrics extension' })
  releases: readonly Release[];
  @Nested(() => LinksAnswer) links: LinksAnswer;
}

export class RecordAnswer {
  @Text({ max: 200, example: 'ocds-medspl-5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10' }) ocid: string;
  @ApiProperty({
    type: 'array',
    items: { $ref: getSchemaPath(ReleaseAnswer) },
    description: 'All of them, oldest first',
  })
  releases: readonly Release[];
  @Nested(() => ReleaseAnswer, { description: 'What the releases come to' }) compiledRelease: Release;
}

export class RecordPackage extends PackageAnswer {
  @ListOf(() => RecordAnswer, { min: 1, max: 1 }) records: readonly RecordAnswer[];
}

const extensions = [
  'https://raw.githubusercontent.com/open-contracting-extensions/ocds_metrics_extension/master/extension.json',
] as const;

/** What stands around releases and records. */
export const packaged = (uri: string, { prefix: _, ...publisher }: Publisher): PackageAnswer => ({
  uri,
  version: '1.1',
  extensions,
  publisher,
  publishedDate: new Date().toISOString(),
});
