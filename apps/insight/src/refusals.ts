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
  'until-too-wide': {
    about: 'input',
    en: '{partnerships} of the partnerships have entries that came late or were corrected; at most {most} can be told as of a day at once. Ask about one municipality or one partnership.',
    da: '{partnerships} af partnerskaberne har indførsler, der kom sent eller blev rettet; højst {most} kan opgøres pr. en dag ad gangen. Spørg om én kommune eller ét partnerskab.',
  },
  'known-at-needs-rebuild': {
    about: 'state',
    en: 'The read models were built by another version of Medspil: they answer about now. Of the past they answer once they are rebuilt and the new build is switched to.',
    da: 'Læsemodellerne er bygget af en anden version af Medspil: de svarer om nu. Om fortiden svarer de, når de er genopbygget, og der er skiftet til de nye.',
  },
  'figures-not-for-partners': {
    about: 'who',
    en: 'These figures are about the municipalities’ cases; a partner reads its own contracts and what is paid under them.',
    da: 'Disse tal handler om kommunernes sager; en leverandør læser sine egne kontrakter, og hvad der betales efter dem.',
  },
} as const satisfies Refusals;
