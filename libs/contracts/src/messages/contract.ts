import { Type } from 'typebox';
import {
  type ContractEvent,
  type ContractPhase,
  type GateEvent,
  instalmentTriggers,
  type MilestoneEvent,
} from '#partnership';
import { entered, phaseEntered } from './course.js';
import { businessDate, code, currency, cvr, oere, oneOf, text, wholeNumber } from './fields.js';
import { type Draft, message } from './message.js';
import { type Context, kept, own, type Tellings } from './telling.js';

export const contractId = () => code('The contract, unique within the partnership.');
export const phaseNo = () => wholeNumber('The phase of the contract, from 1.', 1);

const contractPhases = (description: string) =>
  Type.Array(
    Type.Object({
      no: phaseNo(),
      title: text('What is done in it.'),
      plannedStart: businessDate('Planned first day'),
      plannedEnd: businessDate('Planned last day'),
      valueOere: oere('What the phase costs'),
      targets: Type.Array(Type.Object({ code: code('The target.'), title: text('What is to be reached.') }), {
        description: 'Targets (delmål).',
      }),
      instalments: Type.Array(
        Type.Object({
          code: code('The instalment, unique within the phase.'),
          title: text('What is paid for.'),
          amountOere: oere('What is paid'),
          payableWhen: oneOf(instalmentTriggers, 'What makes it payable'),
        }),
        { description: 'They sum to the value of the phase.' },
      ),
    }),
    { description },
  );

const contractSigned = message('contract-signed', 'When a partner’s contract is signed.', {
  contractId: contractId(),
  title: text('What the contract is about.'),
  partner: Type.Object(
    { cvr: cvr('The partner'), name: text('The name of the partner.') },
    { description: 'Whom it is signed with.' },
  ),
  signedOn: businessDate('When it was signed'),
  endsOn: Type.Optional(businessDate('When it ends')),
  currency: currency(),
  maximumCostOere: oere('The most it may cost, results included'),
  phases: contractPhases('In order.'),
});
const contractAmended = message('contract-amended', 'When a contract is amended; states only what is.', {
  contractId: contractId(),
  endsOn: Type.Optional(businessDate('When it ends from now on')),
  currency: Type.Optional(currency()),
  maximumCostOere: Type.Optional(oere('The most it may cost from now on')),
  addedPhases: Type.Optional(contractPhases('Phases after those there were.')),
});
const contractEnded = message('contract-ended', 'When a contract is completed, or ends before that.', {
  contractId: contractId(),
  ended: oneOf(['completed', 'terminated'], 'Whether it was performed to its end'),
  endedOn: businessDate('Its last day'),
});
const phaseStarted = message('phase-started', 'When work on a phase of a contract begins.', {
  contractId: contractId(),
  phaseNo: phaseNo(),
  startedOn: businessDate('When it began'),
});

/** What later messages repeat of a contract, and which of that is an example. */
export function repeated({ before }: Context, contractId: string) {
  const terms = own(before?.contracts, contractId)?.terms;
  const marks = own(before?.marked, `contract ${contractId}`) ?? [];
  return {
    partnerCvr: { says: terms?.partner.cvr, marked: marks.includes('partner') || marks.includes('partner.cvr') },
    currency: { says: terms?.currency, marked: marks.includes('currency') },
  };
}

const asPublished = (phases: readonly ContractPhase[]) =>
  phases.map(({ no, title, plannedStart, plannedEnd, valueOere, targets, instalments }) => ({
    no,
    title,
    plannedStart,
    plannedEnd,
    valueOere,
    targets: targets.map(({ code, title }) => ({ code, title })),
    instalments: instalments.map(({ code, title, amountOere, payableWhen = 'gate-passed' }) => ({
      code,
      title,
      amountOere,
      payableWhen,
    })),
  }));

const toEnd = (field: string) => (field === 'terminatedOn' || field === 'completedOn' ? 'endedOn' : field);
const ended = (
  contractId: string,
  how: 'completed' | 'terminated',
  endedOn: string,
  earlier: readonly string[] = [],
): readonly Draft[] => [contractEnded.of({ contractId, ended: how, endedOn }, { named: toEnd, earlier })];
const howItEnded =
  'Ground and reason stay, and whether it ended at a gate or otherwise: that a contract ended is public, what is held against a partner is not.';

export const contractTellings: Tellings<ContractEvent> = {
  PartnershipContractSigned: {
    as: [contractSigned, phaseEntered],
    but: 'Performance levels, criteria of targets and the scheme of rights stand in the contract.',
    tell: (terms, context) => [
      contractSigned.of({
        contractId: terms.contractId,
        title: terms.title,
        partner: { cvr: terms.partner.cvr, name: terms.partner.name },
        signedOn: terms.signedOn,
        endsOn: terms.endsOn,
        currency: terms.currency,
        maximumCostOere: terms.maximumCostOere,
        phases: asPublished(terms.phases),
      }),
      ...entered(context),
    ],
  },
  DevelopmentStarted: {
    as: [phaseEntered],
    but: 'The legal rationale stays.',
    tell: (_, context) => entered(context),
  },
  ContractAmended: {
    as: [contractAmended],
    but: 'Description, legal basis and reason stay.',
    tell: ({ contractId, endsOn, maximumCostOere, addedPhases }, context) => {
      const { currency } = repeated(context, contractId);
      const phases = addedPhases && asPublished(addedPhases);
      return [
        contractAmended.of(
          { contractId, endsOn, currency: currency.says, maximumCostOere, addedPhases: phases },
          { earlier: currency.marked ? ['currency'] : [] },
        ),
      ];
    },
  },
  PhaseStarted: {
    as: [phaseStarted],
    tell: ({ contractId, phaseNo, startedOn }) => [phaseStarted.of({ contractId, phaseNo, startedOn })],
  },
  ContractTerminated: {
    as: [contractEnded],
    but: howItEnded,
    tell: ({ contractId, terminatedOn }) => ended(contractId, 'terminated', terminatedOn),
  },
  ContractCompleted: {
    as: [contractEnded],
    tell: ({ contractId, completedOn }) => ended(contractId, 'completed', completedOn),
  },
};

const gates = 'Gate decisions, what they rest on and their reasons are between the parties of the contract.';

export const gateTellings: Tellings<GateEvent> = {
  GateCriteriaSet: kept(gates),
  PhaseEvidenceSubmitted: kept(gates),
  TargetAssessed: kept(gates),
  PhaseGateDecided: kept(gates),
  GateConditionFulfilled: kept(gates),
  PartnerNarrowed: {
    as: [contractEnded],
    but: howItEnded,
    tell: ({ contractId }, { told: { occurredOn, illustrative } }) =>
      ended(contractId, 'terminated', occurredOn, illustrative?.includes('occurredOn') ? ['endedOn'] : []),
  },
};

const plan = 'The project’s own plan, with notes people write for each other.';

export const milestoneTellings: Tellings<MilestoneEvent> = {
  MilestonePlanned: kept(plan),
  MilestoneReached: kept(plan),
  MilestonePartlyReached: kept(plan),
  MilestoneMissed: kept(plan),
  MilestoneRescheduled: kept(plan),
  MilestoneDropped: kept(plan),
  MilestoneCorrected: kept(plan),
};
