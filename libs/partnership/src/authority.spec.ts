import { describe, expect, it } from '@jest/globals';
import { sensorPatch, wish } from '../test/story.js';
import { piloting } from '../test/story-from-contract.js';
import { refused } from '../test/trying.js';
import { authority } from './authority.js';
import type { Role } from './vocabulary.js';

const pm: Role = 'project-manager';
const officer: Role = 'procurement-officer';
const leadership: Role = 'leadership';

describe('the course of a case', () => {
  const by: readonly [keyof typeof authority, ...Role[]][] = [
    ['RegisterPartnership', pm],
    ['DescribeNeed', pm],
    ['OpenMarketDialogue', pm, officer],
    ['RegisterDialogueParticipant', pm],
    ['HoldDialogueMeeting', pm],
    ['ShareDialogueMaterial', pm],
    ['ConcludeMarketDialogue', officer, leadership],
    ['DecideProcurementRoute', leadership],
    ['PrepareProcurement', officer],
    ['PublishNotice', officer, 'system'],
    ['SelectCandidates', officer],
    ['InviteTenders', officer],
    ['DecideAward', leadership],
    ['SignContract', officer, 'system'],
    ['StartDevelopment', leadership],
    ['DecidePhaseGate', leadership],
    ['ReleaseInstalment', 'finance'],
    ['PlanPilot', pm],
    ['ApproveSite', pm],
    ['LockBaseline', pm],
    ['StartPilot', pm],
    ['CompletePilot', pm],
    ['AbortPilot', pm],
    ['OpenEvaluation', pm],
    ['SubmitEvaluation', 'evaluator'],
    ['IssueRecommendation', 'evaluator'],
    ['TakeEvaluationDecision', leadership],
    ['ConcludeScaleUp', leadership],
    ['ClosePartnership', leadership],
  ];
  it.each(by)('leaves %s to the role that takes this step', (command, ...roles) => {
    expect([...authority[command]].sort()).toEqual([...roles].sort());
  });

  it('is only read by the auditor', () => {
    const changing = Object.entries(authority).filter(([, roles]) => roles.includes('auditor'));
    expect(changing).toEqual([]);
  });
});

describe('a partner', () => {
  it('finds nothing under an id that every object has', () => {
    const report = wish(sensorPatch, 'ReportPilotIncident', {
      pilotId: 'constructor',
      incidentId: 'i9',
      severity: 'minor',
      description: 'Et plaster sad løst',
    });
    expect(refused(piloting, report)).toBe('not-your-contract');
  });
});
