import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { measurementRefusals, partnershipRefusals, refusalWords } from '#partnership';
import { type Config, createHttpApplication } from '#platform';
import { insightRefusals } from '../../insight/src/refusals.js';
import { ocdsRefusals } from '../../procurement/src/ocds/refusals.js';
import type { Installation } from './installation.js';
import { MedspilModule } from './medspil.module.js';

/** The whole product on an installation, ready to listen. Closing it leaves the installation open. */
export function createMedspil(
  installation: Installation,
  config: Pick<Config, 'bodyLimit' | 'kafka' | 'publisher'>,
  log: Logger,
): Promise<NestFastifyApplication> {
  return createHttpApplication(MedspilModule.of(installation, config, log), {
    api: {
      title: 'Medspil',
      description:
        'Innovation partnerships between municipalities and companies, from market dialogue to scale-up. Every command is recorded as events; every answer of a query is projected from them.',
      version: '0.1.0',
    },
    refusals: { ...partnershipRefusals, ...measurementRefusals, ...insightRefusals, ...ocdsRefusals },
    words: refusalWords,
    tokens: installation.tokens,
    log,
    bodyLimit: config.bodyLimit,
  });
}
