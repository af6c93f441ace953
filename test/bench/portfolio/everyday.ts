import { dateOf, dayOf } from './days.js';
import type { Life } from './life.js';

/** What is kept in mind of a partnership from one day to the next: what stands open, and what could be corrected. */
export interface Mind {
  readonly milestones: { readonly code: string; readonly planned: number }[];
  readonly settled: { readonly code: string; readonly on: number }[];
  readonly deadlines: { readonly deadlineId: string; readonly due: number }[];
  readonly risks: string[];
  readonly notes: string[];
  readonly documents: string[];
}

export const emptyMind = (): Mind => ({
  milestones: [],
  settled: [],
  deadlines: [],
  risks: [],
  notes: [],
  documents: [],
});

/** Something done on an ordinary day; `on` is the day it happened, which may lie well before today. */
export type Act = (life: Life, mind: Mind, on: number) => boolean;

const goals = [
  'Equipment delivered',
  'Staff trained',
  'Data agreement signed',
  'Second site in use',
  'Report from the steering group',
  'Prototype improved',
  'First citizens take part',
  'Interfaces tested',
];
const risks = ['Staff are short', 'Batteries fail', 'The network is weak', 'Citizens decline', 'Prices rise'];
const words = [
  'The supplier will come back with a plan.',
  'The ward asks for another round of training.',
  'Agreed with the head of department.',
  'Two citizens withdrew; others take their places.',
  'The figures of the last month look right.',
];

const take = <Item>(items: Item[], at: number): Item | undefined => items.splice(at, 1)[0];

export function planMilestone(life: Life, { milestones }: Mind, on: number): boolean {
  const { random } = life;
  const code = `M-${life.number()}`;
  const planned = on + random.whole(14, 240);
  const contracts = Object.keys(life.open?.contracts ?? {});
  const contractId = contracts.length > 0 && random.chance(0.4) ? random.pick(contracts) : undefined;
  const data = { code, title: random.pick(goals), plannedOn: dateOf(planned), ...(contractId && { contractId }) };
  const done = life.does('PlanMilestone', data, undefined, on);
  if (done) milestones.push({ code, planned });
  return done;
}

export const settleMilestone: Act = (life, mind, on) => {
  const { random } = life;
  const [next] = mind.milestones;
  // Some are late, and nobody says so for a while.
  if (!next || next.planned > life.today || random.chance(0.1)) return planMilestone(life, mind, on);
  const { code, planned } = take(mind.milestones, 0)!;
  const text = random.pick(words);
  const chance = random.next();
  if (chance < 0.14) {
    const later = life.today + random.whole(14, 120);
    mind.milestones.push({ code, planned: later });
    return life.does('RescheduleMilestone', { code, plannedOn: dateOf(later), reason: text });
  }
  if (chance < 0.18) return life.does('DropMilestone', { code, reason: text });
  const reached = Math.min(life.today, Math.max(on, planned - 10));
  mind.settled.push({ code, on: reached });
  if (chance < 0.25)
    return life.does('MissMilestone', { code, missedOn: dateOf(Math.max(planned, reached)), note: text });
  if (chance < 0.32) {
    const data = { code, reachedOn: dateOf(reached), note: text, remaining: random.pick(words) };
    return life.does('PartlyReachMilestone', data, undefined, reached);
  }
  const evidence = mind.documents.length > 0 && random.chance(0.3) ? [random.pick(mind.documents)] : undefined;
  const data = { code, reachedOn: dateOf(reached), note: text, ...(evidence && { evidence }) };
  return life.does('ReachMilestone', data, undefined, reached);
};

const correctMilestone: Act = (life, { settled }) => {
  const { random } = life;
  if (settled.length === 0) return false;
  const { code, on } = random.pick(settled);
  const reason = random.pick(words);
  if (random.chance(0.3)) return life.does('CorrectMilestone', { code, reason, title: random.pick(goals) });
  const stateSince = dateOf(on - random.whole(1, 20));
  return life.does('CorrectMilestone', { code, reason, state: 'reached', stateSince });
};

const setDeadline: Act = (life, { deadlines }, on) => {
  const deadlineId = `DL-${life.number()}`;
  const due = on + life.random.whole(10, 120);
  const title = `Answer to ${life.random.pick(goals).toLowerCase()}`;
  deadlines.push({ deadlineId, due });
  return life.does('SetDeadline', { deadlineId, title, due: dateOf(due) }, undefined, on);
};

const settleDeadline: Act = (life, { deadlines }) => {
  const { random } = life;
  const next = take(deadlines, 0);
  if (!next) return false;
  const { deadlineId, due } = next;
  if (random.chance(0.25)) {
    const later = Math.max(due, life.today) + random.whole(7, 60);
    deadlines.push({ deadlineId, due: later });
    return life.does('ShiftDeadline', { deadlineId, due: dateOf(later), reason: random.pick(words) });
  }
  return life.does('MeetDeadline', { deadlineId, metOn: dateOf(Math.min(due, life.today)) });
};

const raiseRisk: Act = (life, mind, on) => {
  const { random } = life;
  const riskId = `RISK-${life.number()}`;
  mind.risks.push(riskId);
  const [likelihood, consequence] = [random.whole(1, 5), random.whole(1, 4)];
  return life.does('RaiseRisk', { riskId, title: random.pick(risks), likelihood, consequence }, undefined, on);
};

const settleRisk: Act = (life, mind) => {
  const { random } = life;
  const riskId = take(mind.risks, 0);
  if (riskId === undefined) return false;
  if (random.chance(0.6)) return life.does('CloseRisk', { riskId, outcome: random.pick(words) });
  mind.risks.push(riskId);
  const [likelihood, consequence] = [random.whole(1, 4), random.whole(1, 4)];
  return life.does('ReassessRisk', { riskId, likelihood, consequence, reason: random.pick(words) });
};

export const writeNote: Act = (life, { notes }, on) => {
  const noteId = `N-${life.number()}`;
  notes.push(noteId);
  const text = `${life.random.pick(words)} ${life.random.pick(words)}`;
  return life.does('WriteNote', { noteId, text }, undefined, on);
};

const correctNote: Act = (life, { notes }) => {
  if (notes.length === 0) return false;
  const data = { noteId: life.random.pick(notes), text: life.random.pick(words), reason: 'Written under another case' };
  return life.does('CorrectNote', data);
};

const journalise: Act = (life, { documents }, on) => {
  const { random } = life;
  const documentId = `DOC-${life.number()}`;
  const sha256 = `${random.uuid()}${random.uuid()}`.replaceAll('-', '');
  const done = life.does(
    'JournaliseDocument',
    {
      documentId,
      title: `Minutes: ${random.pick(goals).toLowerCase()}`,
      documentType: random.pick(['minutes', 'report', 'letter']),
      direction: random.pick(['received', 'sent', 'internal']),
      date: dateOf(on),
      confidentiality: random.pick(['public', 'internal']),
      sha256,
      link: `https://example.org/documents/${documentId}`,
    },
    undefined,
    on,
  );
  if (done) documents.push(documentId);
  return done;
};

const decide: Act = (life, _, on) => {
  const { random } = life;
  const data = {
    decisionId: `B-${life.number()}`,
    title: random.pick(goals),
    decision: random.pick(words),
    decidedOn: dateOf(on),
    body: random.pick(['Steering group', 'Committee for health', 'Municipal council']),
  };
  return life.does('RecordDecision', data, life.someone('leadership'), on);
};

const handOver: Act = (life, _, on) => {
  const assignmentId = `A-${life.number()}`;
  const subject = `case-handler-${life.setting.lead.id}-${life.random.whole(1, 12)}`;
  return life.does('AssignResponsible', { assignmentId, subject, responsibility: 'case-handler', from: dateOf(on) });
};

const budget: Act = (life, _, on) => {
  const { random } = life;
  const data = {
    budgetLineId: `BL-${life.number()}`,
    year: Number(dateOf(on).slice(0, 4)),
    amountOere: random.whole(1, 400) * 1_000_000,
    source: random.pick(['The municipality', 'A national fund', 'The region']),
    covers: { purchase: random.chance(0.5), implementation: true, operation: random.chance(0.3) },
  };
  return life.does('SetBudgetLine', data, life.someone('finance'), on);
};

const onPilot: Act = (life, _, on) => {
  const { random } = life;
  const [pilotId, pilot] = Object.entries(life.open?.pilots ?? {})[0] ?? [];
  if (!pilotId || pilot?.status !== 'running') return false;
  const siteId = random.pick(Object.keys(pilot.sites));
  const day = Math.max(on, dayOf(pilot.startedOn!));
  if (random.chance(0.6)) {
    const data = { pilotId, siteId, participants: random.whole(5, 80), countedOn: dateOf(day) };
    return life.does('CountParticipants', data, undefined, day);
  }
  const incidentId = `INC-${life.number()}`;
  const severity = random.pick(['minor', 'minor', 'serious'] as const);
  const data = { pilotId, incidentId, severity, description: random.pick(words), siteId };
  return life.does('ReportPilotIncident', data, undefined, day);
};

/** How often each is done, and what. */
export const everyday: readonly (readonly [weight: number, act: Act])[] = [
  [12, planMilestone],
  [16, settleMilestone],
  [2, correctMilestone],
  [4, setDeadline],
  [5, settleDeadline],
  [4, raiseRisk],
  [5, settleRisk],
  [14, writeNote],
  [1, correctNote],
  [8, journalise],
  [3, decide],
  [1, handOver],
  [1, budget],
  [4, onPilot],
];
