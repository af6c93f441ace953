import type { Refusals } from '#platform';

/** What the releases refuse beside the partnership's own refusals; both belong into the application's. */
export const ocdsRefusals = {
  'releases-not-for-partners': {
    about: 'who',
    en: 'The releases of a partnership tell what other partners measured and were paid too; a partner reads its own contracts.',
    da: 'Publikationerne fra et partnerskab fortæller også, hvad andre leverandører har målt og fået betalt; en leverandør læser sine egne kontrakter.',
  },
} as const satisfies Refusals;
