import type { MilestoneItem } from '../milestones/list.js';
import type { OverviewAnswer } from '../overview/answer.js';
import type { Writing } from './writing.js';

export interface OpenDue {
  readonly title: string;
  readonly due: string;
  readonly illustrative: boolean;
}

/** Everything that must be done and is not done yet, the earliest first. */
export function dues(
  { overview, milestones }: { readonly overview: OverviewAnswer; readonly milestones: readonly MilestoneItem[] },
  writing: Writing,
): readonly OpenDue[] {
  const { deadlines, contracts, followUp, status } = overview;
  if (status === 'closed') return [];
  const marked = (illustrative: readonly string[], ...fields: readonly string[]) =>
    illustrative.some((mark) => fields.includes(mark));
  return [
    ...milestones.map(({ code, title, plannedOn, illustrative }) => ({
      title: `${code} ${title}`,
      due: plannedOn,
      illustrative: marked(illustrative, 'plannedOn'),
    })),
    ...deadlines
      .filter(({ metOn }) => metOn === undefined)
      .map(({ title, due, illustrative }) => ({ title, due, illustrative: marked(illustrative, 'due') })),
    ...contracts.flatMap(({ phases, illustrative }) =>
      phases.flatMap(({ gate }) =>
        gate?.conditionDue !== undefined && gate.conditionFulfilled === undefined
          ? [
              {
                title: `${writing.say('Condition of the gate', 'Gatens betingelse')}: ${gate.condition ?? ''}`,
                due: gate.conditionDue,
                illustrative: marked(illustrative, 'conditionDue'),
              },
            ]
          : [],
      ),
    ),
    ...(followUp?.reports ?? [])
      .filter(({ reportedOn }) => reportedOn === undefined)
      .map(({ due }) => ({
        title: writing.say('Follow-up report', 'Opfølgningsrapport'),
        due,
        illustrative: marked(followUp?.illustrative ?? [], 'reportsDue'),
      })),
  ].sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}
