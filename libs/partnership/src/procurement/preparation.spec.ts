import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { refuses } from '../../test/refuses.js';
import {
  awarded,
  beforePreparation,
  dialogueOpened,
  leader,
  needDescribed,
  noticePublished,
  officer,
  prepared,
  preparedAsOtherProcedure,
  registered,
  registeredAs,
  wish,
} from '../../test/story.js';
import { type PartnershipEvent, partnership } from '../partnership.js';
import type { Route } from '../vocabulary.js';

const decideRoute = (route: Route = 'innovation-partnership', rationale = 'Findes ikke på markedet') =>
  wish(leader, 'DecideProcurementRoute', { route, rationale });
const prepare = (data: object = {}) =>
  wish(officer, 'PrepareProcurement', { summary: 'To runder', noMarketSolutionEvidence: 'Dialogen', ...data });
const cancel = (reason = 'Ingen egnede tilbud') => wish(leader, 'CancelProcurement', { reason });

const route: PartnershipEvent = {
  type: 'ProcurementRouteDecided',
  data: { route: 'innovation-partnership', rationale: 'Findes ikke på markedet', decidedBy: 'lead-1' },
};
const cancelled: PartnershipEvent = {
  type: 'ProcurementCancelled',
  data: { reason: 'Ingen egnede tilbud', decidedBy: 'lead-1' },
};
const found: PartnershipEvent = {
  type: 'MarketDialogueConcluded',
  data: { summary: 'Der findes en vægt', marketHasSolution: true, evidence: 'Datablad' },
};
const without = (past: readonly PartnershipEvent[], type: PartnershipEvent['type']) =>
  past.filter((event) => event.type !== type);

describe('deciding the procurement route', () => {
  it('is done by leadership and may change the route registered', () => {
    const decided = given(partnership, ...registered).when(decideRoute('below-threshold', 'Lille beløb'));
    expect(decided).toEqual([
      {
        type: 'ProcurementRouteDecided',
        data: { route: 'below-threshold', rationale: 'Lille beløb', decidedBy: 'lead-1' },
      },
    ]);
    expect(fold(partnership, [...registered, ...decided])).toMatchObject({ route: 'below-threshold', phase: 'draft' });
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...registered).when(decideRoute(), decideRoute())).toHaveLength(1);
  });

  const development: PartnershipEvent = {
    type: 'DevelopmentStarted',
    data: { legalRationale: 'OPI', startedOn: '2025-06-01', decidedBy: 'lead-1' },
  };
  refuses([
    ['once the procurement is prepared', prepared, decideRoute('other-procedure'), 'route-already-tendered'],
    ['without a rationale', registered, decideRoute('other-procedure', ''), 'route-rationale-missing'],
    ['in development', [...needDescribed, development], decideRoute(), 'wrong-phase'],
    ['to the procurement officer', registered, { ...decideRoute(), by: officer }, 'role-may-not'],
  ]);
});

describe('preparing the procurement', () => {
  const ready = [...beforePreparation, route];

  it('takes a concluded dialogue into procurement', () => {
    const events = given(partnership, ...ready).when(prepare());
    expect(events).toHaveLength(1);
    expect(fold(partnership, [...ready, ...events])).toMatchObject({ phase: 'procurement' });
  });

  it('needs neither a dialogue nor evidence by other routes', () => {
    const past = without(preparedAsOtherProcedure, 'ProcurementPrepared');
    expect(given(partnership, ...past).when(prepare({ noMarketSolutionEvidence: undefined }))).toHaveLength(1);
  });

  it('lets other routes buy what the market has', () => {
    const past = [
      ...without(beforePreparation, 'MarketDialogueConcluded'),
      found,
      ...registeredAs('other-procedure').slice(-1),
    ];
    expect(given(partnership, ...past).when(prepare())).toHaveLength(1);
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...ready).when(prepare(), prepare())).toHaveLength(1);
  });

  it('can be done anew after a cancellation', () => {
    expect(given(partnership, ...prepared, cancelled).when(prepare())).toHaveLength(1);
  });

  refuses([
    ['when it is prepared otherwise', prepared, prepare(), 'procurement-already-prepared'],
    ['without a dialogue under section 73', [...needDescribed, route], prepare(), 'wrong-phase'],
    [
      'when an abandoned tender by another route had none',
      [...preparedAsOtherProcedure, cancelled, route],
      prepare(),
      'dialogue-not-concluded',
    ],
    ['while the dialogue goes on', [...dialogueOpened, route], prepare(), 'dialogue-not-concluded'],
    [
      'while a dialogue by another route goes on',
      [...dialogueOpened, ...registeredAs('below-threshold').slice(-1)],
      prepare(),
      'dialogue-not-concluded',
    ],
    ['before leadership has decided the route', beforePreparation, prepare(), 'preparation-without-route'],
    ['without a primary KPI', without(ready, 'KpiDefined'), prepare(), 'primary-kpi-missing'],
    [
      'with secondary KPIs only',
      ready.map((event) =>
        event.type === 'KpiDefined' ? { ...event, data: { ...event.data, primary: false } } : event,
      ),
      prepare(),
      'primary-kpi-missing',
    ],
    ['without a business case', without(ready, 'BusinessCaseSet'), prepare(), 'business-case-missing'],
    [
      'without evidence that the market has no solution',
      ready,
      prepare({ noMarketSolutionEvidence: ' ' }),
      'market-evidence-missing',
    ],
    [
      'when the dialogue found one',
      [...without(beforePreparation, 'MarketDialogueConcluded'), found, route],
      prepare(),
      'market-has-solution',
    ],
    ['before the need is described', [...registeredAs('below-threshold')], prepare(), 'wrong-phase'],
  ]);
});

describe('cancelling the procurement', () => {
  it('clears the tender away and keeps the route', () => {
    const events = given(partnership, ...awarded).when(cancel());
    expect(events).toEqual([cancelled]);
    expect(fold(partnership, [...awarded, ...events])).toMatchObject({
      phase: 'procurement',
      procurement: { candidates: {}, routeDecided: { route: 'innovation-partnership' } },
    });
    for (const gone of ['prepared', 'notice', 'selection', 'invitation', 'evaluation', 'award'])
      expect(fold(partnership, [...awarded, ...events])).not.toHaveProperty(`procurement.${gone}`);
  });

  it('keeps what was declared of interests', () => {
    const declared: PartnershipEvent = {
      type: 'ConflictOfInterestDeclared',
      data: { conflictId: 'i1', subject: 'lead-2', description: 'Ejer aktier' },
    };
    expect(fold(partnership, [...noticePublished, declared, cancelled])).toHaveProperty('procurement.conflicts.i1');
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...noticePublished).when(cancel(), cancel())).toHaveLength(1);
  });

  const signed: PartnershipEvent = {
    type: 'PartnershipContractSigned',
    data: {
      contractId: 'k1',
      title: 'Udvikling',
      partner: { cvr: '11111111', name: 'Væskevagt' },
      signedOn: '2025-10-12',
      currency: 'DKK',
      maximumCostOere: 0,
      iprScheme: '',
      performanceLevels: [],
      phases: [],
    },
  };
  refuses([
    ['once a contract is signed', [...awarded, signed], cancel(), 'contracts-already-signed'],
    ['before it is prepared', beforePreparation, cancel(), 'wrong-phase'],
    ['when it was cancelled for another reason', [...prepared, cancelled], cancel('Andet'), 'procurement-not-prepared'],
    ['without a reason', prepared, cancel(''), 'cancellation-reason-missing'],
  ]);
});
