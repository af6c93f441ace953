import { closingReasons, phases, routes, terminationGrounds, themes } from '#partnership';
import { BusinessDate, Code, Flag, ListOf, Nested, OneOf, Text, Uuid, WholeNumber } from '#platform';
import { given } from '../asked.js';
import { PageAnswer } from '../paging.js';
import { type Way, ways } from './rows.js';

/** What ended how, counted. */
export class EndingCount {
  @WholeNumber({ description: 'Partnerships stopped' }) stopped: number;
  @WholeNumber({ description: 'Partnerships cancelled' }) cancelled: number;
  @WholeNumber({ description: 'Evaluations whose last decision is to stop' }) stopDecided: number;
  @WholeNumber({ description: 'Contracts terminated' }) terminated: number;
  @WholeNumber({ description: 'Pilots broken off' }) aborted: number;
}

export class EndingsInPhase extends EndingCount {
  @OneOf(phases, { description: 'The phase the case was in' }) phase: string;
}
export class EndingsByRoute extends EndingCount {
  @OneOf(routes) route: string;
}
export class EndingsByTheme extends EndingCount {
  @OneOf(themes) theme: string;
}

export class ReasonCount {
  @OneOf(ways) how: Way;
  @OneOf([...closingReasons, ...terminationGrounds], { description: 'As it was chosen when it ended' }) reason: string;
  @WholeNumber() number: number;
}

export class StoppingFigures {
  @Nested(() => EndingCount) total: EndingCount;
  @ListOf(() => EndingsInPhase, { max: phases.length }) byPhase: readonly EndingsInPhase[];
  @ListOf(() => EndingsByRoute, { max: routes.length }) byRoute: readonly EndingsByRoute[];
  @ListOf(() => EndingsByTheme, { max: themes.length }) byTheme: readonly EndingsByTheme[];
  @ListOf(() => ReasonCount, {
    max: 100,
    description: 'Reasons of closing and grounds of termination, most frequent first; other reasons are words only',
  })
  reasons: readonly ReasonCount[];
}

export class EndingAnswer {
  @Uuid() partnershipId: string;
  @Text({ max: 200, example: '2022-0580-0112' }) caseNumber: string;
  @Text({ max: 200, example: 'Intelligent diaper' }) partnership: string;
  @OneOf(ways) how: Way;
  @Code({ optional: true, description: 'Contract or pilot, where it is one that ended' }) id?: string;
  @OneOf(phases, { description: 'The phase the case was in' }) phase: string;
  @OneOf([...closingReasons, ...terminationGrounds], { optional: true, description: 'Where one was chosen' })
  reason?: string;
  @Text({ max: 8000, description: 'As it was given' }) words: string;
  @BusinessDate() endedOn: string;
  @Flag({ optional: true, description: 'Set when no source gives the day or the reason' }) illustrative?: true;
}

export class StoppingPage extends PageAnswer {
  @Nested(() => StoppingFigures, { description: 'Of all that is asked about, on every page' }) figures: StoppingFigures;
  @ListOf(() => EndingAnswer, { max: 200, description: 'Latest first' }) items: readonly EndingAnswer[];
}

export interface EndingTally {
  readonly how: Way;
  readonly phase: string;
  readonly route: string;
  readonly theme: string;
  readonly code: string | null;
  readonly number: number;
}

export function stoppingOf(tallies: readonly EndingTally[]): StoppingFigures {
  const by = <Key extends 'phase' | 'route' | 'theme'>(key: Key, values: readonly string[]) =>
    values.flatMap((value) => {
      const own = tallies.filter((one) => one[key] === value);
      return own.length === 0 ? [] : [{ [key]: value, ...countOf(own) } as EndingCount & Record<Key, string>];
    });
  return {
    total: countOf(tallies),
    byPhase: by('phase', phases),
    byRoute: by('route', routes),
    byTheme: by('theme', themes),
    reasons: reasonsOf(tallies),
  };
}

const countOf = (tallies: readonly EndingTally[]): EndingCount => {
  const number = (how: Way) => tallies.reduce((sum, one) => (one.how === how ? sum + one.number : sum), 0);
  return {
    stopped: number('stopped'),
    cancelled: number('cancelled'),
    stopDecided: number('stop-decided'),
    terminated: number('terminated'),
    aborted: number('aborted'),
  };
};

function reasonsOf(tallies: readonly EndingTally[]): ReasonCount[] {
  const reasons = new Map<string, ReasonCount>();
  for (const { how, code, number } of tallies) {
    if (code === null) continue;
    const key = `${how} ${code}`;
    reasons.set(key, { how, reason: code, number: (reasons.get(key)?.number ?? 0) + number });
  }
  const order = (one: ReasonCount) => `${one.how} ${one.reason}`;
  return [...reasons.values()].sort((a, b) => b.number - a.number || (order(a) < order(b) ? -1 : 1));
}

export interface ListedEnding {
  readonly partnership_id: string;
  readonly case_number: string;
  readonly partnership: string;
  readonly what: string;
  readonly id: string;
  readonly how: Way;
  readonly phase: string;
  readonly code: string | null;
  readonly reason: string;
  readonly ended_on: string;
  readonly illustrative: boolean;
}

export const endingAnswer = (row: ListedEnding): EndingAnswer =>
  given({
    partnershipId: row.partnership_id,
    caseNumber: row.case_number,
    partnership: row.partnership,
    how: row.how,
    id: row.id === '' ? null : row.id,
    phase: row.phase,
    reason: row.code,
    words: row.reason,
    endedOn: row.ended_on,
    illustrative: row.illustrative || null,
  }) as EndingAnswer;
