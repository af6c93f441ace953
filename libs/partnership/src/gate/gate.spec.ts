import { describe, expect, it } from '@jest/globals';
import { awarded, drinkingScale, leader, manager, officer, sensorPatch, wish } from '../../test/story.js';
import {
  contractsSigned,
  criteriaSet,
  developing,
  documentsJournalised,
  evidenceSubmitted,
  firstGatePassed,
  gatesPassed,
  passedOnCondition,
  piloting,
  scaling,
  secondPartnerFailed,
  sensorTerms,
  startedWithoutTender,
  targetsAssessed,
} from '../../test/story-from-contract.js';
import { decided, phaseAfter, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';

const criteria = (names = ['Virkning', 'Økonomi'], phaseNo = 1) =>
  wish(officer, 'SetGateCriteria', { phaseNo, criteria: names });

describe('setting gate criteria', () => {
  it('makes a new version', () => {
    expect(decided(contractsSigned, criteria())).toEqual([
      { type: 'GateCriteriaSet', data: { phaseNo: 1, version: 1, criteria: ['Virkning', 'Økonomi'] } },
    ]);
    expect(decided(criteriaSet, criteria())).toMatchObject([{ data: { version: 2 } }]);
  });
  it('changes nothing when they are what they are', () => {
    expect(decided(criteriaSet, criteria(['Virkning', 'Brugervenlighed']))).toEqual([]);
  });
  it('names at least one, none twice', () => {
    expect(refused(contractsSigned, criteria([]))).toBe('criteria-empty');
    expect(refused(contractsSigned, criteria(['Virkning', 'Virkning']))).toBe('criteria-empty');
  });
  it('is for a phase some contract has', () => {
    expect(refused(contractsSigned, criteria(undefined, 3))).toBe('phase-in-no-contract');
    expect(decided(awarded, criteria(undefined, 3))).toHaveLength(1);
  });
  it('is over for a phase once a partner’s gate is decided on them: the others are judged on the same', () => {
    expect(refused(firstGatePassed, criteria())).toBe('criteria-already-used');
    expect(decided(firstGatePassed, criteria(undefined, 2))).toHaveLength(1);
  });
  it('belongs where gates are worked on', () => {
    expect(refused(awarded.slice(0, 6), criteria())).toBe('wrong-phase');
  });
});

describe('submitting evidence', () => {
  const submit = (changes = {}, by = sensorPatch) =>
    wish(by, 'SubmitPhaseEvidence', {
      contractId: 'k1',
      phaseNo: 1,
      summary: 'Testrapport',
      documents: ['doc-k1', 'doc-case'],
      ...changes,
    });

  it('is the partner’s for its own contract', () => {
    expect(decided(documentsJournalised, submit())).toEqual([
      {
        type: 'PhaseEvidenceSubmitted',
        data: {
          contractId: 'k1',
          phaseNo: 1,
          summary: 'Testrapport',
          documents: ['doc-k1', 'doc-case'],
          submittedBy: 'partner-1',
        },
      },
    ]);
    expect(refused(documentsJournalised, submit({}, drinkingScale))).toBe('not-your-contract');
  });
  it('changes nothing the second time, and may be added to until the gate is decided', () => {
    expect(decided(evidenceSubmitted, submit({ documents: ['doc-k1'] }))).toEqual([]);
    expect(decided(evidenceSubmitted, submit({ summary: 'Nyt bilag' }))).toHaveLength(1);
  });
  it('belongs to a phase that runs', () => {
    expect(refused(documentsJournalised, submit({ phaseNo: 2 }))).toBe('phase-not-running');
    expect(refused(firstGatePassed, submit({ summary: 'For sent' }))).toBe('phase-not-running');
  });
  it('names journalised documents, and none of another contract', () => {
    expect(refused(documentsJournalised, submit({ documents: ['doc-9'] }))).toBe('evidence-not-journalised');
    expect(refused(documentsJournalised, submit({ documents: ['doc-k2'] }))).toBe('evidence-not-journalised');
  });
});

describe('assessing a target', () => {
  const assess = (changes = {}) =>
    wish(manager, 'AssessTarget', {
      contractId: 'k1',
      phaseNo: 1,
      target: 'D1',
      assessment: 'met',
      ...changes,
    });

  it('is on the version of the criteria in force', () => {
    expect(decided(evidenceSubmitted, assess())).toMatchObject([{ data: { criteriaVersion: 1, assessedBy: 'pm-1' } }]);
    expect(decided(targetsAssessed, criteria(), assess()).at(-1)).toMatchObject({ data: { criteriaVersion: 2 } });
  });
  it('changes nothing the second time, and may be done over until the gate is decided', () => {
    expect(decided(targetsAssessed, assess())).toEqual([]);
    expect(decided(targetsAssessed, assess({ assessment: 'partly' }))).toHaveLength(1);
    expect(refused(firstGatePassed, assess({ assessment: 'partly' }))).toBe('gate-already-decided');
  });
  it('waits for evidence', () => {
    expect(refused(documentsJournalised, assess())).toBe('evidence-missing');
  });
  it('waits for common criteria in an innovation partnership', () => {
    const without = evidenceSubmitted.filter(({ type }) => type !== 'GateCriteriaSet');
    expect(refused(without, assess())).toBe('criteria-missing');
  });
  it('is on the contract’s own criterion on other routes', () => {
    const past: PartnershipEvent[] = [
      ...startedWithoutTender,
      { type: 'PartnershipContractSigned', data: { ...sensorTerms, tendererId: undefined } },
      { type: 'PhaseStarted', data: { contractId: 'k1', phaseNo: 1, startedOn: '2025-11-01' } },
      {
        type: 'PhaseEvidenceSubmitted',
        data: { contractId: 'k1', phaseNo: 1, summary: 'x', documents: [], submittedBy: 'partner-1' },
      },
    ];
    expect(decided(past, assess())).toMatchObject([{ data: { criteriaVersion: 0 } }]);
  });
  it('is of a target there is', () => {
    expect(refused(evidenceSubmitted, assess({ target: 'D9' }))).toBe('unknown-target');
    expect(refused(evidenceSubmitted, assess({ target: 'toString' }))).toBe('unknown-target');
  });
});

describe('deciding a gate', () => {
  const decide = (changes = {}, by = leader) =>
    wish(by, 'DecidePhaseGate', {
      contractId: 'k1',
      phaseNo: 1,
      decision: 'pass',
      reason: 'Delmålene taget i betragtning',
      ...changes,
    });
  const asLeader = (subject: string) => ({ ...leader, subject });

  it('lets a phase pass when every target is assessed', () => {
    expect(decided(targetsAssessed, decide())).toEqual([
      {
        type: 'PhaseGateDecided',
        data: {
          contractId: 'k1',
          phaseNo: 1,
          decision: 'pass',
          reason: 'Delmålene taget i betragtning',
          criteriaVersion: 1,
          decidedBy: 'lead-1',
          at: '2026-06-01T08:00:00.000Z',
        },
      },
    ]);
  });
  it('waits for every target', () => {
    const last = targetsAssessed.findLastIndex(
      (event) => event.type === 'TargetAssessed' && event.data.contractId === 'k1',
    );
    expect(refused(targetsAssessed.toSpliced(last, 1), decide())).toBe('targets-not-assessed');
  });
  it('waits for evidence', () => {
    expect(refused(developing, decide())).toBe('gate-without-evidence');
  });
  it('does not count what was assessed on older criteria', () => {
    expect(refused(targetsAssessed, criteria(), decide())).toBe('assessed-on-old-criteria');
  });
  it('is refused to whoever submitted evidence', () => {
    expect(refused(targetsAssessed, decide({}, asLeader('partner-1')))).toBe('own-evidence');
    expect(decided(targetsAssessed, decide({}, asLeader('partner-2')))).toHaveLength(1);
  });
  it('is refused to whoever submitted evidence earlier, also when somebody added to it', () => {
    const more: PartnershipEvent = {
      type: 'PhaseEvidenceSubmitted',
      data: { contractId: 'k1', phaseNo: 1, summary: 'Bilag', documents: [], submittedBy: 'pm-1' },
    };
    expect(refused([...targetsAssessed, more], decide({}, asLeader('partner-1')))).toBe('own-evidence');
  });
  it('is refused to whoever assessed the targets', () => {
    expect(refused(targetsAssessed, decide({}, asLeader('pm-1')))).toBe('own-assessment');
  });
  it('on a condition needs the condition and a day after today', () => {
    const conditional = { decision: 'conditional', condition: 'Ny batteritest', conditionDue: '2026-06-02' };
    expect(decided(targetsAssessed, decide(conditional))).toHaveLength(1);
    expect(refused(targetsAssessed, decide({ ...conditional, condition: ' ' }))).toBe('condition-missing');
    expect(refused(targetsAssessed, decide({ ...conditional, conditionDue: undefined }))).toBe('condition-missing');
    expect(refused(targetsAssessed, decide({ ...conditional, conditionDue: '2026-06-01' }))).toBe('condition-missing');
    expect(refused(targetsAssessed, decide({ ...conditional, decision: 'pass' }))).toBe('condition-not-wanted');
  });
  it('on a condition may be told late, with a day that has passed since', () => {
    const conditional = { decision: 'conditional', condition: 'Ny batteritest', conditionDue: '2026-03-01' };
    const late = { ...decide(conditional), occurredOn: '2026-02-01' };
    expect(decided(targetsAssessed, late)).toHaveLength(1);
    expect(refused(targetsAssessed, { ...late, occurredOn: '2026-03-01' })).toBe('condition-missing');
  });
  it('changes nothing the second time, and is never decided otherwise', () => {
    expect(decided(firstGatePassed, decide())).toEqual([]);
    expect(refused(firstGatePassed, decide({ decision: 'fail' }))).toBe('gate-decided-otherwise');
    expect(refused(firstGatePassed, decide({ reason: 'En anden' }))).toBe('gate-decided-otherwise');
  });
  it('is for a contract that runs', () => {
    const ended: PartnershipEvent = {
      type: 'ContractTerminated',
      data: { contractId: 'k1', ground: 'breach', reason: 'x', terminatedOn: '2026-05-01' },
    };
    expect(refused([...targetsAssessed, ended], decide())).toBe('contract-ended');
  });
});

describe('fulfilling the condition of a gate', () => {
  const fulfil = (by = leader) =>
    wish(by, 'FulfilGateCondition', { contractId: 'k1', phaseNo: 1, note: 'Batteriet holder' });

  it('is accepted once', () => {
    const accepted = decided(passedOnCondition, fulfil());
    expect(accepted).toEqual([
      {
        type: 'GateConditionFulfilled',
        data: { contractId: 'k1', phaseNo: 1, note: 'Batteriet holder', acceptedBy: 'lead-1' },
      },
    ]);
    expect(decided([...passedOnCondition, ...accepted], fulfil())).toEqual([]);
  });
  it('needs a condition', () => {
    expect(refused(firstGatePassed, fulfil())).toBe('no-condition');
    expect(refused(targetsAssessed, fulfil())).toBe('no-condition');
  });
  it('is of a contract that runs', () => {
    const ended: PartnershipEvent = {
      type: 'ContractTerminated',
      data: { contractId: 'k1', ground: 'breach', reason: 'x', terminatedOn: '2026-05-01' },
    };
    expect(refused([...passedOnCondition, ended], fulfil())).toBe('contract-ended');
  });
  it('is not accepted by whoever submitted the evidence', () => {
    expect(refused(passedOnCondition, fulfil({ ...leader, subject: 'partner-1' }))).toBe('own-evidence');
  });
});

describe('narrowing partners', () => {
  const narrow = (contractId = 'k2', by = leader) =>
    wish(by, 'NarrowPartner', { contractId, phaseNo: 1, reason: 'Nåede ikke delmålene' });
  const narrowed = (contractId: string): PartnershipEvent => ({
    type: 'PartnerNarrowed',
    data: { contractId, phaseNo: 1, reason: 'Nåede ikke delmålene', decidedBy: 'lead-1' },
  });
  const opened = { type: 'EvaluationOpened', data: { cause: 'no-partner-left' } };

  it('happens at a decided gate, and leaves the others at work', () => {
    expect(decided(secondPartnerFailed, narrow())).toEqual([narrowed('k2')]);
    expect(refused(firstGatePassed, narrow())).toBe('narrowed-between-gates');
  });
  it('is refused to whoever submitted the evidence or assessed the targets', () => {
    expect(refused(secondPartnerFailed, narrow('k2', { ...leader, subject: 'partner-2' }))).toBe('own-evidence');
    expect(refused(secondPartnerFailed, narrow('k2', { ...leader, subject: 'pm-1' }))).toBe('own-assessment');
  });
  it('is over when the next phase has begun', () => {
    const next: PartnershipEvent = {
      type: 'PhaseStarted',
      data: { contractId: 'k2', phaseNo: 2, startedOn: '2026-02-10' },
    };
    expect(refused([...gatesPassed, next], narrow())).toBe('narrowed-between-gates');
  });
  it('is only for what the notice announced', () => {
    const unannounced = secondPartnerFailed.map(
      (event): PartnershipEvent =>
        event.type === 'NoticePublished' && event.data.section74
          ? {
              ...event,
              data: {
                ...event.data,
                section74: {
                  ...event.data.section74,
                  narrowingByTargets: { announced: false, explanation: 'Ingen' },
                },
              },
            }
          : event,
    );
    expect(refused(unannounced, narrow())).toBe('narrowing-not-announced');
  });
  it('brings the case to a decision when the last partner is gone', () => {
    const events = decided(gatesPassed, narrow('k1'), narrow('k2'));
    expect(events).toEqual([narrowed('k1'), narrowed('k2'), opened]);
    expect(phaseAfter([...gatesPassed, ...events])).toBe('evaluation');
  });
  it('waits until the pilots that run with this partner alone are ended by name', () => {
    expect(decided(piloting, narrow('k1'))).toEqual([narrowed('k1')]);
    expect(refused(piloting, narrow('k1'), narrow('k2'))).toBe('pilot-needs-partner');
  });
  it('changes nothing the second time', () => {
    expect(decided([...secondPartnerFailed, narrowed('k2')], narrow())).toEqual([]);
  });
  it('opens no evaluation once the case is past it', () => {
    expect(decided(scaling, narrow('k1'), narrow('k2'))).toEqual([narrowed('k1'), narrowed('k2')]);
  });
});
