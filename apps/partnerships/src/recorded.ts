import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** The answer to a command. */
export class Recorded {
  @ApiProperty({ format: 'uuid', description: 'The partnership' })
  id: string;

  @ApiProperty({
    type: 'integer',
    description: 'Revision of the stream after it, also in ETag; send it back as If-Match',
    example: 12,
  })
  revision: number;

  @ApiProperty({
    type: 'integer',
    description: 'Give it to a query as at-least to read what was written; 0 when nothing was',
    example: 4711,
  })
  position: number;

  @ApiProperty({
    type: [String],
    description: 'Types of the events it led to; none when everything was so already',
    example: ['MilestonePlanned'],
  })
  events: string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Ids made here because the body left them out',
    example: { noteId: 'N-7k2m9qxa4d' },
  })
  ids?: Record<string, string>;
}
