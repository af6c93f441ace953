import { refusalWords } from '#partnership';
import type { Language, Sentence } from '#platform';

const months = {
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  da: [
    'januar',
    'februar',
    'marts',
    'april',
    'maj',
    'juni',
    'juli',
    'august',
    'september',
    'oktober',
    'november',
    'december',
  ],
} as const;

/** A business date as people write it: 24 March 2026, 24. marts 2026. */
export function day(date: string): Sentence {
  const [year, month, dayOfMonth] = date.split('-').map(Number) as [number, number, number];
  return {
    en: `${dayOfMonth} ${months.en[month - 1]} ${year}`,
    da: `${dayOfMonth}. ${months.da[month - 1]} ${year}`,
  };
}

/** Øre as kroner: DKK 12,500.50, 12.500,50 kr. Another currency stands by its code. */
export function money(oere: number, currency = 'DKK'): Sentence {
  const [whole, rest] = [Math.trunc(Math.abs(oere) / 100), Math.abs(oere) % 100];
  const digits = String(whole);
  const grouped = (mark: string) => digits.replace(/\B(?=(\d{3})+$)/g, mark);
  const cents = (mark: string) => (rest === 0 ? '' : `${mark}${String(rest).padStart(2, '0')}`);
  const sign = oere < 0 ? '-' : '';
  return {
    en: `${currency} ${sign}${grouped(',')}${cents('.')}`,
    da: `${sign}${grouped('.')}${cents(',')} ${currency === 'DKK' ? 'kr.' : currency}`,
  };
}

/** An exact decimal as people write it: 12.5, 12,5. */
export const figure = (decimal: string): Sentence => ({ en: decimal, da: decimal.replace('.', ',') });

/** A number of things: 1 participant, 2 participants. */
export const count = (n: number, one: Sentence, many: Sentence): Sentence =>
  n === 1 ? { en: `1 ${one.en}`, da: `1 ${one.da}` } : { en: `${n} ${many.en}`, da: `${n} ${many.da}` };

const words: Readonly<Record<string, Sentence>> = {
  ...refusalWords.phase,
  ...refusalWords.gate,
  ...refusalWords.state,
  ...refusalWords.result,
  'time-freed': { en: 'time freed', da: 'frigjort tid' },
  economy: { en: 'economy', da: 'økonomi' },
  'citizen-quality': { en: 'citizen quality', da: 'kvalitet for borgeren' },
  'work-environment': { en: 'work environment', da: 'arbejdsmiljø' },
  'clinical-effect': { en: 'clinical effect', da: 'klinisk effekt' },
  climate: { en: 'climate', da: 'klima' },
  social: { en: 'social', da: 'social' },
  spread: { en: 'spread', da: 'udbredelse' },
  'innovation-partnership': { en: 'innovation partnership', da: 'innovationspartnerskab' },
  'public-private-innovation': { en: 'public-private innovation', da: 'offentlig-privat innovation' },
  'other-procedure': { en: 'another procedure', da: 'en anden udbudsform' },
  'below-threshold': { en: 'a procurement below the threshold', da: 'indkøb under tærskelværdien' },
  'case-handler': { en: 'case handler', da: 'sagsbehandler' },
  'project-manager': { en: 'project manager', da: 'projektleder' },
  finance: { en: 'finance', da: 'økonomi' },
  clinical: { en: 'clinical lead', da: 'klinisk ansvarlig' },
  technical: { en: 'technical lead', da: 'teknisk ansvarlig' },
  'steering-group': { en: 'steering group', da: 'styregruppe' },
  received: { en: 'received', da: 'modtaget' },
  sent: { en: 'sent', da: 'afsendt' },
  internal: { en: 'internal', da: 'internt' },
  met: { en: 'met', da: 'opfyldt' },
  partly: { en: 'partly met', da: 'delvist opfyldt' },
  'not-met': { en: 'not met', da: 'ikke opfyldt' },
  scale: { en: 'scale up', da: 'udbrede' },
  iterate: { en: 'iterate', da: 'iterere' },
  stop: { en: 'stop', da: 'stoppe' },
  breach: { en: 'breach', da: 'misligholdelse' },
  'mutual-agreement': { en: 'mutual agreement', da: 'fælles aftale' },
  insolvency: { en: 'insolvency', da: 'konkurs' },
  'force-majeure': { en: 'force majeure', da: 'force majeure' },
  minor: { en: 'minor', da: 'mindre' },
  serious: { en: 'serious', da: 'alvorlig' },
  critical: { en: 'critical', da: 'kritisk' },
  'named-in-notice': { en: 'named in the notice', da: 'nævnt i udbudsbekendtgørelsen' },
  'own-procurement': { en: 'own procurement', da: 'eget udbud' },
  free: { en: 'free of charge', da: 'vederlagsfrit' },
  'at-least': { en: 'at least ', da: 'mindst ' },
  'at-most': { en: 'at most ', da: 'højst ' },
  point: { en: '', da: '' },
  red: { en: 'Act now', da: 'Handl nu' },
  amber: { en: 'Keep an eye', da: 'Hold øje' },
  green: { en: 'On track', da: 'På sporet' },
  open: { en: 'open', da: 'åben' },
  suspended: { en: 'suspended', da: 'i bero' },
  'on-target': { en: 'on target', da: 'på mål' },
  'within-tolerance': { en: 'within tolerance', da: 'inden for tolerancen' },
  'off-target': { en: 'off target', da: 'uden for mål' },
  'no-data': { en: 'no data', da: 'ingen data' },
  'stale-data': { en: 'stale data', da: 'forældede data' },
  'baseline-missing': { en: 'baseline missing', da: 'baseline mangler' },
  'target-missing': { en: 'target missing', da: 'mål mangler' },
  // Of a KPI; a gate that is undecided has no decision to tell.
  undecided: { en: 'cannot be decided', da: 'kan ikke afgøres' },
  'supplier-calculated': { en: 'calculated by supplier', da: 'beregnet af leverandør' },
  'self-reported': { en: 'self-reported', da: 'selvrapporteret' },
  measured: { en: 'measured', da: 'målt' },
  'controlled-comparison': { en: 'controlled comparison', da: 'kontrolleret sammenligning' },
  'independently-evaluated': { en: 'independently evaluated', da: 'uafhængigt evalueret' },
  'not-stated': { en: 'evidence not stated', da: 'evidens ikke angivet' },
  'economy-and-efficient-operation': { en: 'economy and efficient operation', da: 'råderum og effektiv opgaveløsning' },
  'time-and-workforce': { en: 'time and workforce', da: 'tid og arbejdskraft' },
  'green-transition': { en: 'green transition', da: 'grøn omstilling' },
  'social-responsibility': { en: 'social responsibility', da: 'socialt ansvar' },
  'self-determination': { en: "citizens' self-determination", da: 'selvbestemmelse' },
};

/** What a code of the domain is called; the code itself where it has no name. */
export const word = (code: string): Sentence => words[code] ?? { en: code, da: code };

/** A sentence in both languages; what is put in may differ between them. */
export function say(
  en: TemplateStringsArray,
  ...values: readonly (string | number | Sentence)[]
): (da: TemplateStringsArray, ...more: readonly (string | number | Sentence)[]) => Sentence {
  return (da, ...more) => ({ en: filled('en', en, values), da: filled('da', da, more) });
}

function filled(
  language: Language,
  parts: TemplateStringsArray,
  values: readonly (string | number | Sentence)[],
): string {
  return parts.reduce((text, part, n) => {
    const value = values[n - 1]!;
    return `${text}${typeof value === 'object' ? value[language] : value}${part}`;
  });
}
