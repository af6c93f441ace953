import { Type } from 'typebox';
import { type CourseEvent, type EvaluationEvent, phases, results, routes } from '#partnership';
import { businessDate, oneOf } from './fields.js';
import { type Draft, message } from './message.js';
import { type Context, kept, type Tellings } from './telling.js';

export const phase = () => oneOf(phases, 'Where in its course the partnership is');
export const route = () =>
  oneOf(routes, 'How the solution is procured; innovation-partnership is that of udbudsloven § 73');

export const phaseEntered = message('phase-entered', 'When the partnership goes on to a phase, or back to one.', {
  phase: phase(),
  from: oneOf(phases, 'The phase it leaves'),
});

/** That another phase begins with the event, if it does. */
export function entered(context: Context): readonly Draft[] {
  const from = context.before?.phase;
  const phase = context.after()?.phase;
  if (!from || !phase || from === phase) return [];
  return [phaseEntered.of({ phase, from }, { named: toPhase })];
}
const toPhase = (field: string) => (field === 'backTo' ? 'phase' : field);

const suspended = message('partnership-suspended', 'When the partnership is put to rest for a time.', {
  expectedUntil: Type.Optional(businessDate('When it is expected to go on')),
});
const resumed = message('partnership-resumed', 'When a partnership that rested goes on.', { phase: phase() });
const closed = message('partnership-closed', 'When the partnership ends.', {
  result: oneOf(results, 'Completed after scale-up, stopped on the way, or cancelled'),
  from: oneOf(phases, 'The phase it ended in'),
});
const reopened = message('partnership-reopened', 'When a closed partnership is opened again.', { phase: phase() });

const words = 'The reason in words stays: people write about people and partners in it.';

export const courseTellings: Tellings<CourseEvent> = {
  PartnershipSuspended: {
    as: [suspended],
    but: words,
    tell: ({ expectedUntil }) => [suspended.of({ expectedUntil })],
  },
  PartnershipResumed: { as: [resumed], but: 'Notes stay.', tell: ({ phase }) => [resumed.of({ phase })] },
  PartnershipClosed: {
    as: [closed],
    but: 'Why it ended stays, in words and by kind: it may judge a partner whose contract is public.',
    tell: ({ result, from }) => [closed.of({ result, from })],
  },
  PartnershipReopened: {
    as: [reopened, phaseEntered],
    but: words,
    tell: ({ phase }, context) => [reopened.of({ phase }), ...entered(context)],
  },
};

const judgement = 'The evaluation and its recommendation are advice to leadership, about named solutions.';

export const evaluationTellings: Tellings<EvaluationEvent> = {
  EvaluationOpened: {
    as: [phaseEntered],
    but: 'What led to it stays: it may tell of a gate.',
    tell: (_, context) => entered(context),
  },
  EvaluationSubmitted: kept(judgement),
  RecommendationIssued: kept(judgement),
  EvaluationDecisionTaken: {
    as: [phaseEntered],
    but: 'The decision, its reasons and the recommendation it followed or not stay; where the partnership goes next is told.',
    tell: (_, context) => entered(context),
  },
};
