import { partnershipRefusals, refusalWords, roles } from '#partnership';
import { runService } from '#platform';
import { insightRefusals } from './refusals.js';
import { InsightService } from './service.js';

runService({
  api: {
    title: 'Medspil insight',
    description: 'The queries: what is projected from the events of innovation partnerships.',
    version: '0.1.0',
  },
  refusals: { ...partnershipRefusals, ...insightRefusals },
  words: refusalWords,
  roles,
  needs: ['eventStoreUrl', 'readModelUrl'],
  module: (store, { readModelUrl }, log) => InsightService.of(store, { url: readModelUrl, log }),
});
