import type { Refusals } from '#platform';

/** What the releases refuse beside the partnership's own refusals; both belong into the application's. */
export const ocdsRefusals = {
  'releases-not-for-partners': {
    about: 'who',
    en: 'The releases of a partnership tell what other partners measured and were paid too; a partner reads its own contracts.',
    da: 'Publikationerne fra et partnerskab fortæller også, hvad andre leverandører har målt og fået betalt; en leverandør læser sine egne kontrakter.',
  },
  'recorded-by-a-later-version': {
    about: 'state',
    en: 'What comes next was recorded by a later version of Medspil, and cannot be told by this one: ask again when it is updated.',
    da: 'Det næste er registreret af en senere version af Medspil og kan ikke fortælles af denne: spørg igen, når den er opdateret.',
  },
} as const satisfies Refusals;
