import { describe, expect, it } from '@jest/globals';
import { type Facts, handlerOf, trafficLight } from './traffic-light.js';

const today = '2026-06-01';
const handled = { assignmentId: 'a', subject: 'pm-1', responsibility: 'case-handler', from: '2026-01-01' };
const later = { title: 'Scale', due: '2026-12-01' };
const well: Facts = { dues: { 'milestone:M-9': later }, responsible: [handled], risks: {}, failedGates: {} };
const open = { status: 'open', phase: 'development' };
const due = (date: string, kind: 'milestone' | 'deadline' | 'gate-condition' = 'milestone') => ({
  ...well,
  dues: { [`${kind}:x`]: { title: 'Prototype', due: date } },
});
const light = (facts: Facts, course = open) => {
  const { light: colour, reasons } = trafficLight(course, facts, today);
  return [colour, ...reasons.map(({ code }) => code)];
};
const risk = (likelihood: number, consequence: number) => ({
  ...well,
  risks: { r: { title: 'Partner leaves', likelihood, consequence } },
});

describe('the traffic light', () => {
  it('is green when somebody is responsible and nothing is due soon', () => {
    expect(light(well)).toEqual(['green']);
  });
  it.each([
    ['a milestone is overdue', due('2026-05-31'), 'overdue'],
    ['a deadline is overdue', due('2026-05-31', 'deadline'), 'overdue'],
    ['a condition of a gate is overdue', due('2026-05-31', 'gate-condition'), 'overdue'],
    ['a gate was failed', { ...well, failedGates: { 'k1/1': 'Development' } }, 'gate-failed'],
    ['a risk is critical', risk(3, 5), 'critical-risk'],
  ])('is red when %s', (_, facts, code) => {
    expect(light(facts)).toEqual(['red', code]);
  });
  it.each([
    ['something is due today', due('2026-06-01'), 'due-soon'],
    ['something is due in 14 days', due('2026-06-15'), 'due-soon'],
    ['the condition of a gate is open', due('2026-12-01', 'gate-condition'), 'condition-open'],
    ['a risk is high', risk(3, 3), 'high-risk'],
    ['nobody is responsible', { ...well, responsible: [] }, 'responsible-missing'],
    ['nothing is planned', { ...well, dues: {} }, 'dates-missing'],
  ])('is amber when %s', (_, facts, code) => {
    expect(light(facts)).toEqual(['amber', code]);
  });
  it('is green again 15 days ahead, and with a small risk', () => {
    expect(light(due('2026-06-16'))).toEqual(['green']);
    expect(light(risk(2, 4))).toEqual(['green']);
  });
  it('asks for no dates of a draft', () => {
    expect(light({ ...well, dues: {} }, { status: 'open', phase: 'draft' })).toEqual(['green']);
  });
  it('is amber while the case rests, and green once it is closed', () => {
    expect(light(well, { status: 'suspended', phase: 'pilot' })).toEqual(['amber', 'suspended']);
    expect(light(due('2026-01-01'), { status: 'closed', phase: 'pilot' })).toEqual(['green']);
  });
  it('gives every reason, the red ones first', () => {
    expect(light({ ...risk(3, 3), dues: due('2026-05-01').dues, responsible: [] })).toEqual([
      'red',
      'overdue',
      'high-risk',
      'responsible-missing',
    ]);
  });
  it('does not judge what the reader may not see', () => {
    expect(light({ dues: {}, failedGates: {} })).toEqual(['green']);
  });
});

describe('who handles a case', () => {
  const manager = { ...handled, subject: 'pm-2', responsibility: 'project-manager' };
  it('is its case handler, and the project manager where there is none', () => {
    expect(handlerOf([manager, handled], today)).toBe('pm-1');
    expect(handlerOf([manager], today)).toBe('pm-2');
  });
  it('is whoever is responsible on that day', () => {
    const before = { ...handled, subject: 'old', until: '2026-05-31' };
    const after = { ...handled, subject: 'new', from: '2026-06-02' };
    expect(handlerOf([before, after], today)).toBeUndefined();
    expect(handlerOf([before, after], '2026-05-31')).toBe('old');
    expect(handlerOf([before, after], '2026-06-02')).toBe('new');
  });
});
