import { Refused } from '#decider';
import { sameContent } from '../content.js';
import { gateOpen, stillRunning } from '../contract/standing.js';
import { hasHappened, onlyIn, own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { BusinessDate, RefusalTexts } from '../vocabulary.js';
import type { Pilot, PilotCommand, PilotEvent } from './pilot.js';
import { checkCount, notEnded, pilotOf, standingRefusals, withPilot } from './standing.js';

export const preparingRefusals = {
  ...standingRefusals,
  'pilot-id-taken': {
    about: 'state',
    en: 'Pilot {pilotId} is planned otherwise: use another id.',
    da: 'Pilotforløb {pilotId} er planlagt anderledes: brug et andet id.',
  },
  'pilot-without-contract': {
    about: 'input',
    en: 'A pilot tests the solution of at least one contract, each named once.',
    da: 'Et pilotforløb afprøver løsningen fra mindst én kontrakt, og hver kontrakt nævnes én gang.',
  },
  'pilot-contract-unknown': {
    about: 'input',
    en: 'There is no contract {contractId} whose solution could be tried.',
    da: 'Der er ingen kontrakt {contractId}, hvis løsning kan afprøves.',
  },
  'pilot-ends-before-it-starts': {
    about: 'input',
    en: 'The pilot is planned to end before it starts.',
    da: 'Pilotforløbet er planlagt til at slutte, før den begynder.',
  },
  'site-municipality-not-a-party': {
    about: 'state',
    en: 'The municipality {municipality} of the site is not a party: add it to the partnership first.',
    da: 'Stedets kommune {municipality} er ikke part: tilføj den til partnerskabet først.',
  },
  'site-id-taken': {
    about: 'state',
    en: 'The site id {siteId} stands for another site.',
    da: 'Stedets id {siteId} betegner et andet sted.',
  },
  'dpia-not-journalised': {
    about: 'state',
    en: 'The impact assessment {document} is not journalised: journalise it first.',
    da: 'Konsekvensanalysen {document} er ikke journaliseret: journalisér den først.',
  },
  'dpia-document-missing': {
    about: 'state',
    en: 'An impact assessment (DPIA) is required for pilot {pilotId}: decide on it again, naming the document.',
    da: 'Der kræves en konsekvensanalyse (DPIA) for pilotforløb {pilotId}: træf afgørelsen igen med dokumentet angivet.',
  },
  'dpia-not-decided': {
    about: 'state',
    en: 'It is not decided whether pilot {pilotId} needs an impact assessment (DPIA): decide it first.',
    da: 'Det er ikke afgjort, om pilotforløb {pilotId} kræver en konsekvensanalyse (DPIA): afgør det først.',
  },
  'pilot-already-started': {
    about: 'state',
    en: 'Pilot {pilotId} started on {startedOn}.',
    da: 'Pilotforløb {pilotId} begyndte {startedOn}.',
  },
  'site-missing': {
    about: 'state',
    en: 'No site is approved for pilot {pilotId}: approve at least one first.',
    da: 'Intet sted er godkendt til pilotforløb {pilotId}: godkend mindst ét først.',
  },
  'no-running-contract': {
    about: 'state',
    en: 'None of the contracts {contracts} is running.',
    da: 'Ingen af kontrakterne {contracts} løber.',
  },
  'required-gate-not-passed': {
    about: 'state',
    en: 'Contract {contractId} has not passed the gate of phase {phaseNo}, which the pilot needs.',
    da: 'Kontrakt {contractId} er ikke godkendt i fase {phaseNo}, som pilotforløbet kræver.',
  },
  'pilot-without-primary-kpi': {
    about: 'state',
    en: 'No primary KPI is defined: define what the pilot shall show first.',
    da: 'Ingen primær KPI er defineret: definér først, hvad pilotforløbet skal vise.',
  },
  'baseline-not-locked': {
    about: 'state',
    en: 'The baselines of the primary KPIs {kpis} are not locked: lock them before anything changes.',
    da: 'Baseline for de primære KPI’er {kpis} er ikke låst: lås dem, før noget ændres.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof preparingRefusals, details: Record<string, unknown> = {}) =>
  new Refused(reason, details);

export const preparingDecisions = {
  PlanPilot({ data }, partnership) {
    const known = own(partnership.pilots, data.pilotId);
    if (known) {
      if (sameContent(known.plan, data)) return [];
      throw refuse('pilot-id-taken', { pilotId: data.pilotId });
    }
    onlyIn(partnership, 'development', 'pilot');
    if (data.contracts.length === 0 || new Set(data.contracts).size < data.contracts.length)
      throw refuse('pilot-without-contract');
    for (const contractId of data.contracts) {
      const contract = own(partnership.contracts, contractId);
      if (!contract) throw refuse('pilot-contract-unknown', { contractId });
      stillRunning(contract, contractId);
    }
    if (data.plannedEnd < data.plannedStart) throw refuse('pilot-ends-before-it-starts');
    checkCount(data.plannedParticipants);
    return [{ type: 'PilotPlanned', data }];
  },

  ApproveSite({ data, by }, partnership) {
    const { pilotId, siteId, municipality, name } = data;
    const pilot = pilotOf(partnership, pilotId);
    if (own(pilot.sites, siteId) === municipality && own(pilot.siteNames, siteId) === name) return [];
    notEnded(pilot);
    // A site serves several pilots under one id, and measurements name it by that id alone.
    const taken = Object.values(partnership.pilots).some(
      ({ sites, siteNames }) =>
        Object.hasOwn(sites, siteId) && (sites[siteId] !== municipality || siteNames[siteId] !== name),
    );
    if (taken) throw refuse('site-id-taken', { siteId });
    if (!Object.hasOwn(partnership.parties, municipality))
      throw refuse('site-municipality-not-a-party', { municipality });
    return [{ type: 'SiteApproved', data: { ...data, approvedBy: by.subject } }];
  },

  DecideDpia({ data, by }, partnership) {
    const { pilotId, required, reason, document } = data;
    const pilot = pilotOf(partnership, pilotId);
    if (sameContent(pilot.dpia, { required, reason, document })) return [];
    notEnded(pilot);
    if (document !== undefined && !partnership.caseWork.documents.has(document))
      throw refuse('dpia-not-journalised', { document });
    if (pilot.status === 'running' && required && document === undefined)
      throw refuse('dpia-document-missing', { pilotId });
    return [{ type: 'DpiaDecided', data: { ...data, decidedBy: by.subject } }];
  },

  StartPilot(command, partnership) {
    const { pilotId, startedOn } = command.data;
    const pilot = pilotOf(partnership, pilotId);
    if (pilot.startedOn === startedOn) return [];
    notEnded(pilot);
    if (pilot.status === 'running') throw refuse('pilot-already-started', { pilotId, startedOn: pilot.startedOn });
    onlyIn(partnership, 'development', 'pilot');
    hasHappened(command, startedOn);
    checkContracts(pilot, partnership, startedOn);
    if (Object.keys(pilot.sites).length === 0) throw refuse('site-missing', { pilotId });
    if (!pilot.dpia) throw refuse('dpia-not-decided', { pilotId });
    if (pilot.dpia.required && pilot.dpia.document === undefined) throw refuse('dpia-document-missing', { pilotId });
    const primary = Object.values(partnership.kpis).filter(({ definition }) => definition.primary);
    if (primary.length === 0) throw refuse('pilot-without-primary-kpi');
    const unlocked = primary.filter(({ baseline }) => baseline !== 'locked');
    if (unlocked.length > 0)
      throw refuse('baseline-not-locked', { kpis: unlocked.map(({ definition }) => definition.code) });
    return [{ type: 'PilotStarted', data: command.data }];
  },
} satisfies Pick<Decisions<PilotCommand>, 'PlanPilot' | 'ApproveSite' | 'DecideDpia' | 'StartPilot'>;

/** A partner that has left meanwhile does not stop the others; each that is left must be past its gates. */
function checkContracts({ contracts }: Pilot, partnership: Registered, on: BusinessDate): void {
  const running = contracts.flatMap((contractId) => {
    const contract = own(partnership.contracts, contractId);
    return contract?.status === 'running' ? [{ contractId, phases: contract.phases }] : [];
  });
  if (running.length === 0) throw refuse('no-running-contract', { contracts });
  for (const { contractId, phases } of running) {
    const numbered = phases.map((phase, index) => ({ phase, phaseNo: index + 1 }));
    const marked = numbered.filter(({ phase }) => phase.requiredForPilot);
    const required = marked.length > 0 ? marked : numbered.slice(0, 1);
    const shut = required.find(({ phase }) => !gateOpen(phase, on));
    if (shut) throw refuse('required-gate-not-passed', { contractId, phaseNo: shut.phaseNo });
  }
}

export const preparingEvolutions = {
  PilotPlanned: (partnership, plan) => ({
    ...partnership,
    pilots: {
      ...partnership.pilots,
      [plan.pilotId]: {
        status: 'planned',
        plan,
        contracts: plan.contracts,
        sites: {},
        siteNames: {},
        counts: {},
        incidents: {},
      },
    },
  }),
  SiteApproved: (partnership, { pilotId, siteId, municipality, name }) =>
    withPilot(partnership, pilotId, (pilot) => ({
      ...pilot,
      sites: { ...pilot.sites, [siteId]: municipality },
      siteNames: { ...pilot.siteNames, [siteId]: name },
    })),
  DpiaDecided: (partnership, { pilotId, required, reason, document }) =>
    withPilot(partnership, pilotId, (pilot) => ({ ...pilot, dpia: { required, reason, document } })),
  PilotStarted: (partnership, { pilotId, startedOn }) => ({
    ...withPilot(partnership, pilotId, (pilot) => ({ ...pilot, status: 'running', startedOn })),
    phase: 'pilot',
  }),
} satisfies Pick<Evolutions<PilotEvent>, 'PilotPlanned' | 'SiteApproved' | 'DpiaDecided' | 'PilotStarted'>;
