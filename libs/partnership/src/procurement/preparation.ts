import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { onlyIn } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { Procurement, ProcurementCommand, ProcurementEvent } from './procurement.js';

export const preparationRefusals = {
  'route-already-tendered': {
    about: 'state',
    en: 'The procurement is prepared by the route {route}: cancel it before another route is decided.',
    da: 'Udbuddet er forberedt efter indkøbsvejen {route}: annullér det, før en anden besluttes.',
  },
  'route-rationale-missing': {
    about: 'input',
    en: 'Say why the route {route} is chosen.',
    da: 'Begrund valget af indkøbsvejen {route}.',
  },
  'procurement-already-prepared': {
    about: 'state',
    en: 'The procurement is prepared already.',
    da: 'Udbuddet er allerede forberedt.',
  },
  'preparation-without-route': {
    about: 'state',
    en: 'Leadership decides the procurement route before the procurement is prepared.',
    da: 'Ledelsen beslutter indkøbsvejen, før udbuddet forberedes.',
  },
  'dialogue-not-concluded': {
    about: 'state',
    en: 'Conclude the market dialogue before the procurement is prepared.',
    da: 'Afslut markedsdialogen, før udbuddet forberedes.',
  },
  'primary-kpi-missing': {
    about: 'state',
    en: 'Define at least one primary KPI before the procurement is prepared.',
    da: 'Definér mindst én primær KPI, før udbuddet forberedes.',
  },
  'business-case-missing': {
    about: 'state',
    en: 'Set the business case before the procurement is prepared.',
    da: 'Angiv business casen, før udbuddet forberedes.',
  },
  'market-has-solution': {
    about: 'state',
    en: 'The market dialogue found a solution on the market: an innovation partnership (section 73) is for needs the market cannot meet. Decide another route.',
    da: 'Markedsdialogen fandt en løsning på markedet: et innovationspartnerskab (§ 73) er for behov, som markedet ikke kan dække. Beslut en anden indkøbsvej.',
  },
  'market-evidence-missing': {
    about: 'input',
    en: 'An innovation partnership (section 73) rests on evidence that the market has no solution: state it.',
    da: 'Et innovationspartnerskab (§ 73) forudsætter dokumentation for, at markedet ikke har en løsning: angiv den.',
  },
  'procurement-not-prepared': {
    about: 'state',
    en: 'Prepare the procurement first.',
    da: 'Forbered udbuddet først.',
  },
  'contracts-already-signed': {
    about: 'state',
    en: 'Contracts are signed on this procurement: {contracts}. It cannot be cancelled.',
    da: 'Der er indgået kontrakter på udbuddet: {contracts}. Det kan ikke annulleres.',
  },
  'cancellation-reason-missing': {
    about: 'input',
    en: 'Say why the procurement is cancelled.',
    da: 'Begrund annullationen af udbuddet.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof preparationRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

/** The procurement while it is under way. */
export function underWay(partnership: Registered): Procurement {
  onlyIn(partnership, 'procurement');
  if (!partnership.procurement.prepared) throw refuse('procurement-not-prepared');
  return partnership.procurement;
}

/** The procurement with some of it changed. */
export const withProcurement = (partnership: Registered, change: Partial<Procurement>): Registered => ({
  ...partnership,
  procurement: { ...partnership.procurement, ...change },
});

/** A procurement nobody has prepared. */
export const unprepared: Procurement = { candidates: {}, conflicts: {}, rounds: [], evaluators: [] };

export const preparationDecisions = {
  DecideProcurementRoute({ data, by }, partnership) {
    const { procurement } = partnership;
    const { route, rationale } = data;
    const decided = procurement.routeDecided;
    if (decided?.route === route && decided.rationale === rationale) return [];
    onlyIn(partnership, 'draft', 'need', 'market-dialogue', 'procurement');
    if (procurement.prepared) throw refuse('route-already-tendered', { route: partnership.route });
    if (isBlank(rationale)) throw refuse('route-rationale-missing', { route });
    return [{ type: 'ProcurementRouteDecided', data: { route, rationale, decidedBy: by.subject } }];
  },

  PrepareProcurement({ data }, partnership) {
    const { procurement, dialogue, kpis, caseWork, route } = partnership;
    if (procurement.prepared && sameContent(procurement.prepared, data)) return [];
    if (procurement.prepared) throw refuse('procurement-already-prepared');
    const section73 = route === 'innovation-partnership';
    if (section73) onlyIn(partnership, 'market-dialogue', 'procurement');
    else onlyIn(partnership, 'need', 'market-dialogue', 'procurement');
    if (!procurement.routeDecided) throw refuse('preparation-without-route');
    if ((section73 || dialogue) && !dialogue?.conclusion) throw refuse('dialogue-not-concluded');
    if (!Object.values(kpis).some(({ definition }) => definition.primary)) throw refuse('primary-kpi-missing');
    if (!caseWork.businessCase) throw refuse('business-case-missing');
    if (section73) {
      if (dialogue?.conclusion?.marketHasSolution) throw refuse('market-has-solution');
      if (isBlank(data.noMarketSolutionEvidence)) throw refuse('market-evidence-missing');
    }
    return [{ type: 'ProcurementPrepared', data }];
  },

  CancelProcurement({ data, by }, partnership) {
    const { procurement } = partnership;
    if (!procurement.prepared && procurement.cancellation?.reason === data.reason) return [];
    const contracts = Object.keys(partnership.contracts);
    if (contracts.length > 0) throw refuse('contracts-already-signed', { contracts });
    underWay(partnership);
    if (isBlank(data.reason)) throw refuse('cancellation-reason-missing');
    return [{ type: 'ProcurementCancelled', data: { ...data, decidedBy: by.subject } }];
  },
} satisfies Pick<Decisions<ProcurementCommand>, 'DecideProcurementRoute' | 'PrepareProcurement' | 'CancelProcurement'>;

export const preparationEvolutions = {
  ProcurementRouteDecided: (partnership, data) => ({
    ...withProcurement(partnership, { routeDecided: data }),
    route: data.route,
  }),
  ProcurementPrepared: (partnership, data) => ({
    ...withProcurement(partnership, { prepared: data, cancellation: undefined }),
    phase: 'procurement',
  }),
  ProcurementCancelled: (partnership, data) => ({
    ...partnership,
    // Somebody's interest does not end with the procurement it was declared in.
    procurement: {
      ...unprepared,
      routeDecided: partnership.procurement.routeDecided,
      conflicts: partnership.procurement.conflicts,
      cancellation: data,
    },
  }),
} satisfies Pick<
  Evolutions<ProcurementEvent>,
  'ProcurementRouteDecided' | 'ProcurementPrepared' | 'ProcurementCancelled'
>;
