import { describe, expect, it } from '@jest/globals';
import { manager, needDescribed, refusal, wish } from '../test/story.js';
import { decided } from '../test/trying.js';
import { measurementRefusals } from './kpi/measurements.js';
import { partnershipRefusals } from './partnership.js';
import { refusalWords } from './words.js';

describe('the words of refusals', () => {
  it('are of details that some sentence names', () => {
    const sentences = Object.values({ ...partnershipRefusals, ...measurementRefusals })
      .map(({ en }) => en)
      .join();
    for (const name of Object.keys(refusalWords)) expect(sentences).toContain(`{${name}}`);
  });

  it('know the codes that details come with', () => {
    const route = wish(manager, 'DecideProcurementRoute', { route: 'below-threshold', rationale: 'Lille' });
    const { role, roles } = refusal(() => decided(needDescribed, route)).details as { role: string; roles: string[] };
    expect([refusalWords.role?.[role]?.da, roles.map((one) => refusalWords.roles?.[one]?.da)]).toEqual([
      'projektleder',
      ['ledelse'],
    ]);
  });
});
