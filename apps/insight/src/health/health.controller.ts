import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#platform';
import { HealthAnswer } from './answer.js';
import { Health } from './health.js';

@ApiTags('Operation')
@Controller('health')
export class HealthController {
  constructor(private readonly health: Health) {}

  @Public()
  @Get()
  @ApiOperation({
    summary: 'How far the read models are',
    description:
      'Head of the store, and of each projection its checkpoint, how much is parked, and whether every event is accounted for.',
  })
  @ApiOkResponse({ type: HealthAnswer, description: 'ok, or degraded: serving, but somebody should look' })
  @ApiServiceUnavailableResponse({
    type: HealthAnswer,
    description: 'down: the store or the read models cannot be read',
  })
  async show(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer> {
    const health = await this.health.now();
    if (health.status === 'down') reply.code(503);
    return health;
  }
}
