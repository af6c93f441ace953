import { partnershipRefusals, refusalWords, roles } from '#partnership';
import { runService } from '#platform';
import { ocdsRefusals } from './ocds/refusals.js';
import { ProcurementService } from './service.js';

runService({
  api: {
    title: 'Medspil gateway',
    description: 'What procurement systems are told, and what they have told.',
    version: '0.1.0',
  },
  refusals: { ...partnershipRefusals, ...ocdsRefusals },
  words: refusalWords,
  roles,
  needs: ['eventStoreUrl', 'readModelUrl', 'kafka'],
  module: (store, { kafka, readModelUrl, publisher }, log) =>
    ProcurementService.of(store, { kafka, readModelUrl, publisher, log }),
});
