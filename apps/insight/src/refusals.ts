import type { Refusals } from '#platform';

/** What the read side refuses beside the partnership's own refusals; both belong into the application's. */
export const insightRefusals = {
  'no-such-kpi': {
    about: 'missing',
    en: 'The partnership has no such KPI.',
    da: 'Partnerskabet har ingen sådan KPI.',
  },
  'no-such-result': {
    about: 'missing',
    en: 'The KPI has no result at this level of evidence, of this contract and site.',
    da: 'KPI’en har intet resultat på dette evidensniveau, for denne kontrakt og dette sted.',
  },
  'no-such-benefit': {
    about: 'missing',
    en: 'Nothing is planned or realised there: of this KPI, for this party, in this year, of this kind.',
    da: 'Der er intet planlagt eller realiseret dér: på denne KPI, for denne part, i dette år, af denne art.',
  },
} as const satisfies Refusals;
