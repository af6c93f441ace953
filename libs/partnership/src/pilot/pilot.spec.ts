import { describe, expect, it } from '@jest/globals';
import { drinkingScale, leader, manager, sensorPatch, wish } from '../../test/story.js';
import {
  baselineLocked,
  evaluationOpened,
  minutesToAction,
  pilotCompleted,
  piloting,
  pilotPlanned,
  readyToPilot,
  siteApproved,
} from '../../test/story-from-contract.js';
import { decided, phaseAfter, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';

const without = (past: readonly PartnershipEvent[], type: PartnershipEvent['type']) =>
  past.filter((event) => event.type !== type);
const terminated = (contractId: string): PartnershipEvent => ({
  type: 'ContractTerminated',
  data: { contractId, ground: 'mutual-agreement', reason: 'Aftalt', terminatedOn: '2026-02-10' },
});

describe('planning a pilot', () => {
  const plan = (changes = {}) =>
    wish(manager, 'PlanPilot', {
      pilotId: 'p1',
      title: 'Afprøvning på plejehjem',
      contracts: ['k1', 'k2'],
      plannedStart: '2026-03-01',
      plannedEnd: '2026-05-31',
      plannedParticipants: 60,
      ...changes,
    });

  it('names the contracts it tests, and may lie ahead', () => {
    expect(decided(baselineLocked, plan({ plannedStart: '2027-01-01', plannedEnd: '2027-03-01' }))).toHaveLength(1);
    expect(refused(baselineLocked, plan({ contracts: [] }))).toBe('pilot-without-contract');
    expect(refused(baselineLocked, plan({ contracts: ['k1', 'k1'] }))).toBe('pilot-without-contract');
    expect(refused(baselineLocked, plan({ contracts: ['k9'] }))).toBe('pilot-contract-unknown');
    expect(refused([...baselineLocked, terminated('k2')], plan())).toBe('contract-ended');
  });
  it('changes nothing the second time, and is refused otherwise under the same id', () => {
    expect(decided(pilotPlanned, plan())).toEqual([]);
    expect(refused(pilotPlanned, plan({ title: 'En anden' }))).toBe('pilot-id-taken');
  });
  it('ends after it starts, and counts participants', () => {
    expect(refused(baselineLocked, plan({ plannedEnd: '2026-02-28' }))).toBe('pilot-ends-before-it-starts');
    expect(refused(baselineLocked, plan({ plannedParticipants: 2.5 }))).toBe('participants-not-counted');
  });
  it('belongs in development or pilot', () => {
    expect(refused(evaluationOpened, plan({ pilotId: 'p2' }))).toBe('wrong-phase');
  });
});

describe('approving a site', () => {
  const approve = (changes = {}) =>
    wish(manager, 'ApproveSite', {
      pilotId: 'p1',
      siteId: 's1',
      name: 'Plejehjemmet Åbakken',
      municipality: '0250',
      ...changes,
    });

  it('is in a municipality that takes part', () => {
    expect(decided(pilotPlanned, approve())).toMatchObject([{ type: 'SiteApproved', data: { approvedBy: 'pm-1' } }]);
    expect(refused(pilotPlanned, approve({ municipality: '0101' }))).toBe('site-municipality-not-a-party');
  });
  it('changes nothing the second time', () => {
    expect(decided(siteApproved, approve())).toEqual([]);
  });
  it('gives an id to one site, over all pilots', () => {
    expect(refused(siteApproved, approve({ municipality: '0561' }))).toBe('site-id-taken');
    expect(refused(siteApproved, approve({ name: 'Et andet sted' }))).toBe('site-id-taken');
    const other: PartnershipEvent = {
      type: 'PilotPlanned',
      data: {
        pilotId: 'p2',
        title: 'Anden',
        contracts: ['k1'],
        plannedStart: '2026-03-01',
        plannedEnd: '2026-04-01',
        plannedParticipants: 5,
      },
    };
    expect(refused([...siteApproved, other], approve({ pilotId: 'p2', name: 'Et andet sted' }))).toBe('site-id-taken');
    expect(decided([...siteApproved, other], approve({ pilotId: 'p2' }))).toHaveLength(1);
  });
  it('is for a pilot that has not ended', () => {
    expect(refused(pilotCompleted, approve({ siteId: 's2' }))).toBe('pilot-ended');
    expect(refused(pilotPlanned, approve({ pilotId: 'p9' }))).toBe('unknown-pilot');
  });
});

describe('deciding on an impact assessment', () => {
  const decide = (changes = {}) =>
    wish(leader, 'DecideDpia', { pilotId: 'p1', required: true, reason: 'Helbredsoplysninger', ...changes });

  it('may come before the assessment itself, which must be journalised', () => {
    expect(decided(siteApproved, decide(), decide())).toHaveLength(1);
    expect(decided(siteApproved, decide(), decide({ document: 'doc-case' }))).toHaveLength(2);
    expect(refused(siteApproved, decide({ document: 'doc-9' }))).toBe('dpia-not-journalised');
  });
  it('does not leave a running pilot without its assessment', () => {
    expect(refused(piloting, decide())).toBe('dpia-document-missing');
    expect(refused(pilotCompleted, decide({ required: false }))).toBe('pilot-ended');
  });
});

describe('starting a pilot', () => {
  const start = (startedOn = '2026-03-01') => wish(manager, 'StartPilot', { pilotId: 'p1', startedOn });
  const dpia = (required: boolean): PartnershipEvent => ({
    type: 'DpiaDecided',
    data: { pilotId: 'p1', required, reason: 'x', decidedBy: 'lead-1' },
  });

  it('brings the case into the pilot', () => {
    expect(decided(readyToPilot, start())).toEqual([
      { type: 'PilotStarted', data: { pilotId: 'p1', startedOn: '2026-03-01' } },
    ]);
    expect([phaseAfter(readyToPilot), phaseAfter(piloting)]).toEqual(['development', 'pilot']);
  });
  it('changes nothing the second time, and is not done over', () => {
    expect(decided(piloting, start())).toEqual([]);
    expect(refused(piloting, start('2026-03-02'))).toBe('pilot-already-started');
    expect(refused(pilotCompleted, start('2026-03-02'))).toBe('pilot-ended');
  });
  it('needs a site', () => {
    expect(refused(without(readyToPilot, 'SiteApproved'), start())).toBe('site-missing');
  });
  it('needs a decision on the impact assessment, and the assessment when it is required', () => {
    expect(refused(siteApproved, start())).toBe('dpia-not-decided');
    expect(refused([...siteApproved, dpia(true)], start())).toBe('dpia-document-missing');
    expect(decided([...siteApproved, dpia(false)], start())).toHaveLength(1);
  });
  it('needs the baseline of every primary KPI locked', () => {
    expect(refused(without(readyToPilot, 'BaselineLocked'), start())).toBe('baseline-not-locked');
    const another: PartnershipEvent = { type: 'KpiDefined', data: { ...minutesToAction, primary: true } };
    expect(refused([...readyToPilot, another], start())).toBe('baseline-not-locked');
    const secondary: PartnershipEvent = { type: 'KpiDefined', data: minutesToAction };
    expect(decided([...readyToPilot, secondary], start())).toHaveLength(1);
  });
  it('needs something to show', () => {
    expect(refused(without(readyToPilot, 'KpiDefined'), start())).toBe('pilot-without-primary-kpi');
  });
  it('needs each partner that is left past its gate', () => {
    const ungated = readyToPilot.filter((event) => event.type !== 'PhaseGateDecided' || event.data.contractId !== 'k2');
    expect(refused(ungated, start())).toBe('required-gate-not-passed');
    expect(decided([...ungated, terminated('k2')], start())).toHaveLength(1);
    const failed = readyToPilot.map(
      (event): PartnershipEvent =>
        event.type === 'PhaseGateDecided' && event.data.contractId === 'k1'
          ? { ...event, data: { ...event.data, decision: 'fail' } }
          : event,
    );
    expect(refused(failed, start())).toBe('required-gate-not-passed');
  });
  it('needs the first gate when no phase is marked', () => {
    const unmarked = readyToPilot.map(
      (event): PartnershipEvent =>
        event.type === 'PartnershipContractSigned'
          ? {
              ...event,
              data: {
                ...event.data,
                phases: event.data.phases.map((phase) => ({ ...phase, requiredForPilot: false })),
              },
            }
          : event,
    );
    expect(decided(unmarked, start())).toHaveLength(1);
    expect(refused(without(unmarked, 'PhaseGateDecided'), start())).toBe('required-gate-not-passed');
  });
  it('needs a contract that runs', () => {
    expect(refused([...readyToPilot, terminated('k1'), terminated('k2')], start())).toBe('no-running-contract');
  });
  it('has happened, and belongs in development or pilot', () => {
    expect(refused(readyToPilot, start('2026-06-02'))).toBe('in-the-future');
    const opened: PartnershipEvent = { type: 'EvaluationOpened', data: { cause: 'no-partner-left' } };
    expect(refused([...readyToPilot, opened], start())).toBe('wrong-phase');
  });
});

describe('counting participants', () => {
  const count = (changes = {}) =>
    wish(manager, 'CountParticipants', {
      pilotId: 'p1',
      siteId: 's1',
      participants: 24,
      countedOn: '2026-04-01',
      ...changes,
    });

  it('is a number at an approved site', () => {
    expect(decided(piloting, count(), count())).toHaveLength(1);
    expect(refused(piloting, count({ siteId: 's9' }))).toBe('site-not-approved');
    expect(refused(piloting, count({ participants: -1 }))).toBe('participants-not-counted');
  });
  it('is of a day of the pilot, and may be entered late', () => {
    expect(refused(readyToPilot, count())).toBe('pilot-not-started');
    expect(refused(piloting, count({ countedOn: '2026-02-28' }))).toBe('before-pilot');
    expect(refused(piloting, count({ countedOn: '2026-06-02' }))).toBe('in-the-future');
    expect(decided(pilotCompleted, count())).toHaveLength(1);
    expect(refused(pilotCompleted, count({ countedOn: '2026-05-21' }))).toBe('after-pilot');
  });
});

describe('reporting an incident', () => {
  const report = (changes = {}, by = sensorPatch) =>
    wish(by, 'ReportPilotIncident', {
      pilotId: 'p1',
      incidentId: 'h1',
      severity: 'minor',
      description: 'Plasteret faldt af',
      ...changes,
    });

  it('is for partners of the pilot too, once under an id', () => {
    expect(decided(piloting, report(), report())).toHaveLength(1);
    expect(refused(piloting, report(), report({ severity: 'serious' }))).toBe('incident-id-taken');
    const alone = piloting.map(
      (event): PartnershipEvent =>
        event.type === 'PilotPlanned' ? { ...event, data: { ...event.data, contracts: ['k1'] } } : event,
    );
    expect(refused(alone, report({}, drinkingScale))).toBe('not-your-contract');
  });
  it('is of a pilot that has started, at a site of it', () => {
    expect(refused(readyToPilot, report())).toBe('pilot-not-started');
    expect(refused(piloting, report({ siteId: 's9' }))).toBe('site-not-approved');
  });
});

describe('ending a pilot', () => {
  const complete = (changes = {}) =>
    wish(manager, 'CompletePilot', {
      pilotId: 'p1',
      endedOn: '2026-05-20',
      summary: 'Gennemført på ét sted',
      ...changes,
    });
  const abort = (changes = {}) =>
    wish(manager, 'AbortPilot', { pilotId: 'p1', endedOn: '2026-05-20', reason: 'Hudirritation', ...changes });

  it('happens once', () => {
    expect(decided(piloting, complete(), complete())).toHaveLength(1);
    expect(refused(piloting, complete(), complete({ summary: 'Noget andet' }))).toBe('pilot-ended');
    expect(decided(piloting, abort(), abort())).toHaveLength(1);
    expect(refused(piloting, abort(), complete())).toBe('pilot-ended');
    expect(refused(piloting, complete(), abort())).toBe('pilot-ended');
  });
  it('is complete only when it had started; what never started is aborted', () => {
    expect(refused(readyToPilot, complete())).toBe('pilot-not-started');
    expect(decided(readyToPilot, abort())).toHaveLength(1);
  });
  it('is on a day of the pilot', () => {
    expect(refused(piloting, complete({ endedOn: '2026-02-28' }))).toBe('before-pilot');
    expect(refused(piloting, complete({ endedOn: '2026-06-02' }))).toBe('in-the-future');
    expect(refused(piloting, abort({ endedOn: '2026-02-28' }))).toBe('before-pilot');
    expect(refused(piloting, abort({ endedOn: '2026-06-02' }))).toBe('in-the-future');
  });
  it('leaves the case in the pilot until the evaluation is opened', () => {
    expect(phaseAfter(pilotCompleted)).toBe('pilot');
  });
});
