import { Controller, Get, Global, Module, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from './auth/principal.js';
import { OneOf } from './fields/text.js';

/** From the best to the worst. */
export const healthStatuses = ['ok', 'degraded', 'down'] as const;

export class HealthAnswer {
  @OneOf(healthStatuses, { description: 'The worst of the parts' }) status: (typeof healthStatuses)[number];
}

/** How this process is. Each app it is composed of tells of its own part, in fields of one answer. */
export class Health {
  private readonly parts: (() => Promise<HealthAnswer>)[] = [];
  private leaving = false;

  /** True once the process is about to end: it answers what comes, and nothing more should be sent. */
  get isLeaving(): boolean {
    return this.leaving;
  }

  /** Says from now on that the process is about to end. */
  leave(): void {
    this.leaving = true;
  }

  /**
   * Adds a part: what its fields are, and how they are read. `read` must answer soon, whatever is away, and not throw.
   * To be called while the application is composed, for what is told there is described in the API.
   */
  tell<Fields extends object>(
    fields: { readonly [Name in keyof Fields]-?: PropertyDecorator },
    read: () => Promise<HealthAnswer & Fields>,
  ): void {
    for (const [name, describe] of Object.entries<PropertyDecorator>(fields)) describe(HealthAnswer.prototype, name);
    this.parts.push(read);
  }

  async now(): Promise<HealthAnswer> {
    const told = await Promise.all(this.parts.map((read) => read()));
    const worst = Math.max(0, ...told.map(({ status }) => healthStatuses.indexOf(status)));
    return { ...Object.assign({}, ...told), status: healthStatuses[worst]! };
  }
}

class AliveAnswer {
  @OneOf(['ok']) status: 'ok';
}

const readyStatuses = [...healthStatuses, 'leaving'] as const;

class ReadyAnswer {
  @OneOf(readyStatuses) status: (typeof readyStatuses)[number];
}

@ApiTags('Operation')
@Controller('health')
class HealthController {
  constructor(private readonly health: Health) {}

  @Public()
  @Get()
  @ApiOperation({
    summary: 'How far everything is',
    description: 'Of each part how far it is, what waits, and whether everything is accounted for.',
  })
  @ApiOkResponse({ type: HealthAnswer, description: 'ok, or degraded: serving, but somebody should look' })
  @ApiServiceUnavailableResponse({ type: HealthAnswer, description: 'down: what is needed to serve cannot be reached' })
  async show(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer> {
    const health = await this.health.now();
    if (health.status === 'down') reply.code(503);
    return health;
  }

  @Public()
  @Get('live')
  @ApiOperation({
    summary: 'Whether this process answers',
    description: 'Says nothing of databases: a process is not to be restarted because one is away.',
  })
  @ApiOkResponse({ type: AliveAnswer })
  live(): AliveAnswer {
    return { status: 'ok' };
  }

  @Public()
  @Get('ready')
  @ApiOperation({ summary: 'Whether this process is to be sent requests' })
  @ApiOkResponse({ type: ReadyAnswer, description: 'ok, or degraded: serving, but somebody should look' })
  @ApiServiceUnavailableResponse({
    type: ReadyAnswer,
    description: 'down: what is needed to serve cannot be reached; leaving: this process is about to end',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyAnswer> {
    if (this.health.isLeaving) {
      reply.code(503);
      return { status: 'leaving' };
    }
    const { status } = await this.show(reply);
    return { status };
  }
}

/** Answers `GET /health`, `/health/live` and `/health/ready`; one for the process, whichever apps it is composed of. */
@Global()
@Module({ controllers: [HealthController], providers: [Health], exports: [Health] })
export class HealthModule {}
