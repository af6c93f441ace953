import type { Refusals } from '#platform';

/** What the read side refuses beside the partnership's own refusals; both belong into the application's. */
export const insightRefusals = {
  'no-such-kpi': {
    about: 'missing',
    en: 'The partnership has no such KPI.',
    da: 'Partnerskabet har ingen sådan KPI.',
  },
} as const satisfies Refusals;
