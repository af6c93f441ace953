import { Refused } from '#decider';
import { sameContent } from '../content.js';
import { hasHappened, onlyIn, own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { BusinessDate, OrganisationId, RefusalTexts } from '../vocabulary.js';
import type { Adoption, ScaleUpCommand, ScaleUpEvent } from './scale-up.js';

export const adoptionRefusals = {
  'adopter-not-a-municipality': {
    about: 'input',
    en: '{municipality} is not a municipality code of four digits.',
    da: '{municipality} er ikke en kommunekode på fire cifre.',
  },
  'adoption-stands': {
    about: 'state',
    en: 'The adoption of {municipality} is {status} since {since}; this needs it to be {needed}.',
    da: 'Udbredelsen i {municipality} er {status} siden {since}; dette kræver, at den er {needed}.',
  },
  'adoption-not-invited': {
    about: 'missing',
    en: '{municipality} is not invited to adopt: invite it first.',
    da: '{municipality} er ikke inviteret til at tage løsningen i brug: invitér den først.',
  },
  'adoption-before': {
    about: 'input',
    en: '{on} lies before {since}, when the adoption became {status}.',
    da: '{on} ligger før {since}, hvor udbredelsen blev {status}.',
  },
  'adoption-basis-missing': {
    about: 'input',
    en: 'State the basis of the adoption: named in the notice, own procurement, or free.',
    da: 'Angiv grundlaget for udbredelsen: nævnt i bekendtgørelsen, eget indkøb eller frit.',
  },
  'live-without-site': {
    about: 'input',
    en: 'An adoption goes live at a whole number of sites, at least 1, and covers a whole number of people.',
    da: 'En udbredelse går i drift på et helt antal steder, mindst 1, og dækker et helt antal personer.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof adoptionRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

// Only the invitation asks for the phase: whatever follows it is in scale-up or later.
export const adoptionDecisions = {
  InviteAdoption(command, partnership) {
    const { data } = command;
    const adoption = own(partnership.scaleUp.adoptions, data.municipality);
    if (sameContent(adoption?.fact, data)) return [];
    onlyIn(partnership, 'scale-up', 'follow-up');
    hasHappened(command, data.invitedOn);
    if (!/^\d{4}$/.test(data.municipality))
      throw refuse('adopter-not-a-municipality', { municipality: data.municipality });
    if (adoption) checkStands(adoption, data.municipality, data.invitedOn, 'declined', 'withdrawn');
    return [{ type: 'AdoptionInvited', data }];
  },

  DecideAdoption(command, partnership) {
    const { data } = command;
    const adoption = adoptionOf(partnership, data.municipality);
    if (sameContent(adoption.fact, data)) return [];
    hasHappened(command, data.decidedOn);
    checkStands(adoption, data.municipality, data.decidedOn, 'invited');
    if (data.adopts && !data.basis) throw refuse('adoption-basis-missing');
    return [{ type: 'AdoptionDecided', data }];
  },

  TakeAdoptionLive(command, partnership) {
    const { data } = command;
    const adoption = adoptionOf(partnership, data.municipality);
    if (sameContent(adoption.fact, data)) return [];
    hasHappened(command, data.liveOn);
    checkStands(adoption, data.municipality, data.liveOn, 'adopts');
    const { sites, populationCovered = 0 } = data;
    if (!Number.isSafeInteger(sites) || sites < 1 || !Number.isSafeInteger(populationCovered) || populationCovered < 0)
      throw refuse('live-without-site');
    return [{ type: 'AdoptionWentLive', data }];
  },

  WithdrawAdoption(command, partnership) {
    const { data } = command;
    const adoption = adoptionOf(partnership, data.municipality);
    if (sameContent(adoption.fact, data)) return [];
    hasHappened(command, data.withdrawnOn);
    checkStands(adoption, data.municipality, data.withdrawnOn, 'invited', 'adopts', 'live');
    return [{ type: 'AdoptionWithdrawn', data }];
  },
} satisfies Pick<
  Decisions<ScaleUpCommand>,
  'InviteAdoption' | 'DecideAdoption' | 'TakeAdoptionLive' | 'WithdrawAdoption'
>;

function adoptionOf({ scaleUp }: Registered, municipality: OrganisationId): Adoption {
  const adoption = own(scaleUp.adoptions, municipality);
  if (!adoption) throw refuse('adoption-not-invited', { municipality });
  return adoption;
}

function checkStands(
  { status, since }: Adoption,
  municipality: OrganisationId,
  on: BusinessDate,
  ...needed: readonly Adoption['status'][]
): void {
  if (!needed.includes(status)) throw refuse('adoption-stands', { municipality, status, since, needed });
  if (on < since) throw refuse('adoption-before', { on, since, status });
}

const withAdoption = (partnership: Registered, adoption: Adoption): Registered => ({
  ...partnership,
  scaleUp: {
    ...partnership.scaleUp,
    adoptions: { ...partnership.scaleUp.adoptions, [adoption.fact.municipality]: adoption },
  },
});

export const adoptionEvolutions = {
  AdoptionInvited: (partnership, fact) => withAdoption(partnership, { status: 'invited', since: fact.invitedOn, fact }),
  AdoptionDecided: (partnership, fact) =>
    withAdoption(partnership, { status: fact.adopts ? 'adopts' : 'declined', since: fact.decidedOn, fact }),
  AdoptionWentLive: (partnership, fact) => withAdoption(partnership, { status: 'live', since: fact.liveOn, fact }),
  AdoptionWithdrawn: (partnership, fact) =>
    withAdoption(partnership, { status: 'withdrawn', since: fact.withdrawnOn, fact }),
} satisfies Pick<
  Evolutions<ScaleUpEvent>,
  'AdoptionInvited' | 'AdoptionDecided' | 'AdoptionWentLive' | 'AdoptionWithdrawn'
>;
