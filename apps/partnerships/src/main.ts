import { measurementRefusals, partnershipRefusals, refusalWords, roles } from '#partnership';
import { runService } from '#platform';
import { PartnershipsService } from './service.js';

runService({
  api: {
    title: 'Medspil partnerships',
    description: 'The commands: what is done in innovation partnerships, recorded as events.',
    version: '0.1.0',
  },
  refusals: { ...partnershipRefusals, ...measurementRefusals },
  words: refusalWords,
  roles,
  needs: ['eventStoreUrl'],
  module: (store) => PartnershipsService.of(store),
});
