import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { onlyIn } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { Fact, RefusalTexts, Wish } from '../vocabulary.js';
import { supplierNamed } from './supplier-named.js';

/** A claim about the need and where it comes from; contradicting sources are all kept. */
export interface SourcedClaim {
  readonly claim: string;
  readonly source: string;
  readonly quality: 'verified' | 'plausible' | 'disputed';
}

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type NeedEvent = Fact<
  'NeedDescribed',
  {
    readonly problem: string;
    readonly targetGroup: string;
    readonly desiredOutcome?: string;
    readonly claims?: readonly SourcedClaim[];
  }
>;
export type NeedCommand = Wish<'DescribeNeed', NeedEvent['data']>;

/** The need as it is described now. */
export type Need = NeedEvent['data'];

export const needRefusals = {
  'need-incomplete': {
    about: 'input',
    en: 'A need says what the problem is and whom it concerns; missing: {missing}.',
    da: 'Et behov beskriver problemet og målgruppen; der mangler: {missing}.',
  },
  'supplier-named': {
    about: 'input',
    en: 'A need is described without naming a supplier: leave out {word}.',
    da: 'Et behov beskrives uden at nævne en leverandør: udelad {word}.',
  },
  'need-already-tendered': {
    about: 'state',
    en: 'The procurement is prepared on the need as it stands: it cannot be described anew.',
    da: 'Udbuddet er forberedt på behovet, som det er: det kan ikke beskrives på ny.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof needRefusals, details?: Record<string, unknown>) => new Refused(reason, details);

/** Whom a need could name: companies that take part and those in the market dialogue. */
const suppliers = ({ parties, dialogue }: Registered): string[] => [
  ...Object.values(parties).flatMap(({ company, name }) => (company ? [name] : [])),
  ...Object.values(dialogue?.participants ?? {}).map(({ name }) => name),
];

export const needDecisions: Decisions<NeedCommand> = {
  DescribeNeed({ data }, partnership) {
    if (partnership.need && sameContent(partnership.need, data)) return [];
    onlyIn(partnership, 'draft', 'need', 'market-dialogue', 'procurement');
    if (partnership.procurement.prepared) throw refuse('need-already-tendered');
    const { problem, targetGroup, desiredOutcome = '', claims = [] } = data;
    const missing = Object.entries({ problem, targetGroup }).filter(([, text]) => isBlank(text));
    if (missing.length > 0) throw refuse('need-incomplete', { missing: missing.map(([name]) => name) });
    const texts = [problem, targetGroup, desiredOutcome, ...claims.flatMap(({ claim, source }) => [claim, source])];
    const word = supplierNamed(texts, suppliers(partnership));
    if (word) throw refuse('supplier-named', { word });
    return [{ type: 'NeedDescribed', data }];
  },
};

export const needEvolutions: Evolutions<NeedEvent> = {
  NeedDescribed: (partnership, data) => ({
    ...partnership,
    need: data,
    phase: partnership.phase === 'draft' ? 'need' : partnership.phase,
  }),
};
