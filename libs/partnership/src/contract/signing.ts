import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { hasHappened, onlyIn, own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import { checkStandstill } from '../procurement/standstill.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { ContractCommand, ContractEvent, ContractTerms } from './contract.js';
import { checkCodes, checkCurrency, checkMaximumCost, checkPhases, checkSomePhases, plannedPhase } from './terms.js';

export const signingRefusals = {
  'contract-id-taken': {
    about: 'state',
    en: 'Contract {contractId} is signed with other terms: amend it, or sign under another id.',
    da: 'Kontrakt {contractId} er indgået på andre vilkår: lav et tillæg, eller brug et andet id.',
  },
  'partner-has-contract': {
    about: 'state',
    en: 'The partner {cvr} already has the running contract {contractId}; each partner has one.',
    da: 'Partneren {cvr} har allerede den løbende kontrakt {contractId}; hver partner har én.',
  },
  'award-missing': {
    about: 'state',
    en: 'No award is decided: decide the award before the contract is signed.',
    da: 'Der er ikke truffet tildelingsbeslutning: træf den, før kontrakten indgås.',
  },
  'winner-not-named': {
    about: 'input',
    en: 'A contract after an award names the tenderer it is with, one of {winners}.',
    da: 'En kontrakt efter en tildeling angiver, hvilken tilbudsgiver den er med, en af {winners}.',
  },
  'not-awarded': {
    about: 'state',
    en: 'The award does not name the tenderer {tendererId}; it names {winners}.',
    da: 'Tildelingen omfatter ikke tilbudsgiveren {tendererId}; den omfatter {winners}.',
  },
  'winner-has-contract': {
    about: 'state',
    en: 'The winner {tendererId} has its contract: {contractId}.',
    da: 'Vinderen {tendererId} har allerede sin kontrakt: {contractId}.',
  },
  'partner-not-tenderer': {
    about: 'input',
    en: 'The tenderer {tendererId} has CVR {expected}; the contract names {cvr}.',
    da: 'Tilbudsgiveren {tendererId} har CVR {expected}; kontrakten nævner {cvr}.',
  },
  'ipr-scheme-missing': {
    about: 'input',
    en: 'An innovation partnership contract states its scheme for intellectual property.',
    da: 'En kontrakt om innovationspartnerskab skal angive ordningen for immaterielle rettigheder.',
  },
  'performance-levels-missing': {
    about: 'input',
    en: 'An innovation partnership contract states at least one performance level.',
    da: 'En kontrakt om innovationspartnerskab skal angive mindst ét præstationsniveau.',
  },
  'performance-level-on-unknown-kpi': {
    about: 'input',
    en: 'Performance level {code} names the KPI {kpi}, which is not defined.',
    da: 'Præstationsniveau {code} henviser til KPI {kpi}, som ikke er defineret.',
  },
  'contract-ends-before-signing': {
    about: 'input',
    en: 'The contract cannot end on {endsOn}, before it is signed on {signedOn}.',
    da: 'Kontrakten kan ikke udløbe {endsOn}, før den er indgået {signedOn}.',
  },
  'route-needs-tender': {
    about: 'state',
    en: 'An innovation partnership is tendered: development starts when a contract is signed after the award.',
    da: 'Et innovationspartnerskab skal i udbud: udviklingen begynder, når kontrakten indgås efter tildelingen.',
  },
  'route-not-decided': {
    about: 'state',
    en: 'Leadership has not decided the procurement route: decide it first.',
    da: 'Ledelsen har ikke besluttet indkøbsvejen: træf den beslutning først.',
  },
  'tender-under-way': {
    about: 'state',
    en: 'A notice is published: sign the contract after the award, or cancel the procurement first.',
    da: 'Der er offentliggjort en udbudsbekendtgørelse: indgå kontrakten efter tildelingen, eller annullér udbuddet først.',
  },
  'legal-rationale-missing': {
    about: 'input',
    en: 'State the legal rationale for starting development without a tender.',
    da: 'Angiv det juridiske grundlag for at begynde udviklingen uden udbud.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof signingRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export const signingDecisions = {
  SignContract(command, partnership) {
    const { data: terms } = command;
    const known = own(partnership.contracts, terms.contractId);
    if (known) {
      if (sameContent(asMeant(known.terms), asMeant(terms))) return [];
      throw refuse('contract-id-taken', { contractId: terms.contractId });
    }
    onlyIn(partnership, 'procurement', 'development');
    hasHappened(command, terms.signedOn);
    checkPartner(terms, partnership);
    checkTerms(terms, partnership);
    return [{ type: 'PartnershipContractSigned', data: terms }];
  },

  StartDevelopment(command, partnership) {
    const { data } = command;
    const started = partnership.developmentStarted;
    if (started?.startedOn === data.startedOn && started.legalRationale === data.legalRationale) return [];
    onlyIn(partnership, 'need', 'market-dialogue', 'procurement');
    hasHappened(command, data.startedOn);
    if (partnership.route === 'innovation-partnership') throw refuse('route-needs-tender');
    if (!partnership.procurement.routeDecided) throw refuse('route-not-decided');
    if (partnership.procurement.notice) throw refuse('tender-under-way');
    if (isBlank(data.legalRationale)) throw refuse('legal-rationale-missing');
    return [{ type: 'DevelopmentStarted', data: { ...data, decidedBy: command.by.subject } }];
  },
} satisfies Pick<Decisions<ContractCommand>, 'SignContract' | 'StartDevelopment'>;

/** Terms with what holds unless it is stated, so that stating it says nothing else. */
const asMeant = (terms: ContractTerms): ContractTerms => ({
  ...terms,
  phases: terms.phases.map((phase) => ({
    ...phase,
    requiredForPilot: phase.requiredForPilot ?? false,
    instalments: phase.instalments.map((one) => ({ ...one, payableWhen: one.payableWhen ?? 'gate-passed' })),
  })),
});

/** With a tender only a winner may sign, after the standstill; without one, anybody once development has started. */
function checkPartner({ tendererId, signedOn, partner: { cvr } }: ContractTerms, partnership: Registered): void {
  const contracts = Object.entries(partnership.contracts);
  const running = contracts.find(([, contract]) => contract.status === 'running' && contract.partnerCvr === cvr);
  if (running) throw refuse('partner-has-contract', { cvr, contractId: running[0] });

  const { award, candidates, standstill } = partnership.procurement;
  if (!award) {
    if (partnership.route === 'innovation-partnership' || !partnership.developmentStarted)
      throw refuse('award-missing');
    return;
  }
  const { winners } = award;
  if (tendererId === undefined) throw refuse('winner-not-named', { winners });
  if (!winners.includes(tendererId)) throw refuse('not-awarded', { tendererId, winners });
  checkStandstill({ award, standstill }, signedOn);
  const taken = contracts.find(([, contract]) => contract.terms.tendererId === tendererId);
  if (taken) throw refuse('winner-has-contract', { tendererId, contractId: taken[0] });
  const expected = own(candidates, tendererId)?.cvr;
  if (expected !== undefined && expected !== cvr) throw refuse('partner-not-tenderer', { tendererId, expected, cvr });
}

function checkTerms(terms: ContractTerms, { route, kpis }: Registered): void {
  const { signedOn, endsOn, phases, performanceLevels } = terms;
  if (endsOn !== undefined && endsOn < signedOn) throw refuse('contract-ends-before-signing', { endsOn, signedOn });
  checkCurrency(terms.currency);
  checkSomePhases(phases);
  checkPhases(phases, 1);
  checkMaximumCost(
    phases.reduce((sum, { valueOere }) => sum + valueOere, 0),
    terms.maximumCostOere,
  );
  checkCodes(performanceLevels, 'performance levels');
  for (const { code, kpi } of performanceLevels)
    if (kpi !== undefined && !Object.hasOwn(kpis, kpi)) throw refuse('performance-level-on-unknown-kpi', { code, kpi });
  if (route !== 'innovation-partnership') return;
  if (isBlank(terms.iprScheme)) throw refuse('ipr-scheme-missing');
  if (performanceLevels.length === 0) throw refuse('performance-levels-missing');
}

export const signingEvolutions = {
  PartnershipContractSigned: (partnership, terms) => ({
    ...partnership,
    phase: partnership.phase === 'procurement' ? 'development' : partnership.phase,
    contracts: {
      ...partnership.contracts,
      [terms.contractId]: {
        status: 'running',
        terms,
        partnerCvr: terms.partner.cvr,
        maximumCostOere: terms.maximumCostOere,
        phases: terms.phases.map(plannedPhase),
        paymentModels: {},
        invoices: {},
      },
    },
  }),
  DevelopmentStarted: (partnership, developmentStarted) => ({
    ...partnership,
    phase: 'development',
    developmentStarted,
  }),
} satisfies Pick<Evolutions<ContractEvent>, 'PartnershipContractSigned' | 'DevelopmentStarted'>;
