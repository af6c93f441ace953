import { Map as PersistentMap } from 'immutable';
import { Refused } from '#decider';
import { authoriseRole } from '../authority.js';
import { isBlank, sameContent } from '../content.js';
import { own } from '../guards.js';
import type { Decisions, Evolutions, Partnership, PartnershipEvent, Registered } from '../partnership.js';
import { unprepared } from '../procurement/preparation.js';
import type { Fact, OrganisationId, RefusalTexts, Route, SubjectId, Wish } from '../vocabulary.js';
import { noCaseWork } from './case-work.js';
import type { Classification, PartnerType } from './classification.js';

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type RegistrationEvent =
  | Fact<
      'PartnershipRegistered',
      {
        readonly caseNumber: string;
        readonly title: string;
        readonly summary?: string;
        readonly leadOrganisation: OrganisationId;
        readonly leadOrganisationName: string;
        readonly route: Route;
        readonly classification: Classification;
        readonly registeredBy: SubjectId;
      }
    >
  | Fact<
      'RegistrationAmended',
      {
        readonly title?: string;
        readonly summary?: string;
        readonly classification?: Classification;
        readonly reason: string;
      }
    >
  | Fact<
      'PartyJoined',
      { readonly organisation: OrganisationId; readonly name: string; readonly partnerType: PartnerType }
    >
  | Fact<'PartyLeft', { readonly organisation: OrganisationId; readonly reason: string }>;

type DataOf<T extends RegistrationEvent['type']> = Extract<RegistrationEvent, { type: T }>['data'];

export type RegistrationCommand =
  | Wish<'RegisterPartnership', Omit<DataOf<'PartnershipRegistered'>, 'registeredBy'>>
  | Wish<'AmendRegistration', DataOf<'RegistrationAmended'>>
  | Wish<'AddParty', DataOf<'PartyJoined'>>
  | Wish<'RemoveParty', DataOf<'PartyLeft'>>;

/** What was registered, and what is registered now. */
export interface Registration {
  readonly first: Extract<RegistrationCommand, { type: 'RegisterPartnership' }>['data'];
  readonly title: string;
  readonly summary?: string;
  readonly classification: Classification;
  /** Those who left, and why. */
  readonly left: Readonly<Record<OrganisationId, string>>;
}

/** Who takes part; the lead organisation joined by registering. */
export interface Party {
  readonly name: string;
  readonly company: boolean;
  readonly partnerType?: PartnerType;
}

export const registrationRefusals = {
  'case-number-taken': {
    about: 'state',
    en: 'The case number {caseNumber} is registered with other content already: amend that registration, or use another number.',
    da: 'Sagsnummeret {caseNumber} er allerede registreret med andet indhold: ret den registrering, eller brug et andet nummer.',
  },
  'not-lead-organisation': {
    about: 'who',
    en: 'Only the lead organisation {leadOrganisation} registers the partnership; you act for {organisation}.',
    da: 'Kun den ledende organisation {leadOrganisation} registrerer partnerskabet; du handler for {organisation}.',
  },
  'innovation-type-missing': {
    about: 'input',
    en: 'Name at least one innovation type.',
    da: 'Angiv mindst én innovationstype.',
  },
  'purpose-repeated': {
    about: 'input',
    en: 'The main purpose {purpose} cannot be one of the other purposes as well.',
    da: 'Hovedformålet {purpose} kan ikke også være et af de andre formål.',
  },
  'nothing-amended': {
    about: 'input',
    en: 'Say what to amend: the title, the summary or the classification.',
    da: 'Angiv hvad der skal ændres: titel, resumé eller klassifikation.',
  },
  'amendment-reason-missing': {
    about: 'input',
    en: 'Say why the registration is amended.',
    da: 'Begrund ændringen af registreringen.',
  },
  'party-already-joined': {
    about: 'state',
    en: '{organisation} takes part already, under the name {name}.',
    da: '{organisation} deltager allerede under navnet {name}.',
  },
  'party-unknown': {
    about: 'missing',
    en: '{organisation} does not take part in the partnership.',
    da: '{organisation} deltager ikke i partnerskabet.',
  },
  'lead-cannot-leave': {
    about: 'state',
    en: '{organisation} leads the partnership and cannot leave it: close the partnership instead.',
    da: '{organisation} leder partnerskabet og kan ikke udtræde: afslut i stedet partnerskabet.',
  },
  'party-under-contract': {
    about: 'state',
    en: '{organisation} has running contracts: complete or terminate {contracts} first.',
    da: '{organisation} har løbende kontrakter: afslut eller ophæv {contracts} først.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof registrationRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

function classified({ innovationTypes, mainPurpose, otherPurposes = [] }: Classification): void {
  if (innovationTypes.length === 0) throw refuse('innovation-type-missing');
  if (otherPurposes.includes(mainPurpose)) throw refuse('purpose-repeated', { purpose: mainPurpose });
}

/**
 * Registers a partnership. Its id is derived from lead organisation and case number, so a stream that is there
 * already means that the case number is taken; the same registration again changes nothing.
 */
export function register(
  { data, by }: Extract<RegistrationCommand, { type: 'RegisterPartnership' }>,
  state: Partnership,
): PartnershipEvent[] {
  const { leadOrganisation, caseNumber } = data;
  authoriseRole('RegisterPartnership', by);
  if (by.organisation !== leadOrganisation)
    throw refuse('not-lead-organisation', { leadOrganisation, organisation: by.organisation });
  if (state.status !== 'absent') {
    if (sameContent(state.registration.first, data)) return [];
    throw refuse('case-number-taken', { caseNumber });
  }
  classified(data.classification);
  return [{ type: 'PartnershipRegistered', data: { ...data, registeredBy: by.subject } }];
}

/** A partnership as it begins. */
export function registered({ registeredBy: _by, ...first }: DataOf<'PartnershipRegistered'>): Registered {
  const { leadOrganisation, leadOrganisationName, route, title, summary, classification } = first;
  return {
    status: 'open',
    phase: 'draft',
    route,
    lead: leadOrganisation,
    registration: { first, title, summary, classification, left: {} },
    parties: { [leadOrganisation]: { name: leadOrganisationName, company: false } },
    caseWork: noCaseWork,
    procurement: unprepared,
    contracts: {},
    gateCriteria: {},
    milestones: PersistentMap(),
    pilots: {},
    kpis: {},
    scaleUp: { adoptions: {} },
  };
}

export const registrationDecisions: Decisions<Exclude<RegistrationCommand, { type: 'RegisterPartnership' }>> = {
  AmendRegistration({ data }, { registration }) {
    const { title, summary, classification, reason } = data;
    if (title === undefined && summary === undefined && classification === undefined) throw refuse('nothing-amended');
    if (isBlank(reason)) throw refuse('amendment-reason-missing');
    if (classification) classified(classification);
    const asItIs = {
      title: registration.title,
      summary: registration.summary,
      classification: registration.classification,
    };
    if (sameContent(asItIs, { ...asItIs, ...defined({ title, summary, classification }) })) return [];
    return [{ type: 'RegistrationAmended', data }];
  },

  AddParty({ data }, partnership) {
    const { organisation, name, partnerType } = data;
    const party = own(partnership.parties, organisation);
    if (party && party.name === name && party.partnerType === partnerType) return [];
    if (party) throw refuse('party-already-joined', { organisation, name: party.name });
    return [{ type: 'PartyJoined', data }];
  },

  RemoveParty({ data }, partnership) {
    const { organisation, reason } = data;
    if (organisation === partnership.lead) throw refuse('lead-cannot-leave', { organisation });
    if (!own(partnership.parties, organisation)) {
      if (own(partnership.registration.left, organisation) === reason) return [];
      throw refuse('party-unknown', { organisation });
    }
    const contracts = Object.entries(partnership.contracts)
      .filter(([, contract]) => contract.partnerCvr === organisation && contract.status === 'running')
      .map(([contractId]) => contractId);
    if (contracts.length > 0) throw refuse('party-under-contract', { organisation, contracts });
    return [{ type: 'PartyLeft', data }];
  },
};

/** What was said of them; what was not said stays as it is. */
const defined = <Values extends object>(values: Values): Partial<Values> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;

export const registrationEvolutions: Evolutions<Exclude<RegistrationEvent, { type: 'PartnershipRegistered' }>> = {
  RegistrationAmended: (partnership, { title, summary, classification }) => ({
    ...partnership,
    registration: { ...partnership.registration, ...defined({ title, summary, classification }) },
  }),
  PartyJoined: (partnership, { organisation, name, partnerType }) => ({
    ...partnership,
    parties: {
      ...partnership.parties,
      [organisation]: { name, company: partnerType === 'private-company', partnerType },
    },
  }),
  PartyLeft: (partnership, { organisation, reason }) => {
    const { [organisation]: _left, ...parties } = partnership.parties;
    const { registration } = partnership;
    return {
      ...partnership,
      parties,
      registration: { ...registration, left: { ...registration.left, [organisation]: reason } },
    };
  },
};
