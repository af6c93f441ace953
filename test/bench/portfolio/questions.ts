import type { Principal } from '../../../libs/platform/src/index.js';
import type { Random } from './random.js';
import { companies, municipalities } from './setting.js';

/** What is known of a portfolio that questions are asked about. */
export interface Asked {
  readonly ids: readonly string[];
  /** Cursors of later pages, by the list they are of. */
  readonly cursors: ReadonlyMap<string, readonly string[]>;
}

export interface Question {
  readonly name: string;
  readonly who: (random: Random) => Principal;
  readonly path: (random: Random, asked: Asked) => string;
}

const auditor = (): Principal => ({ subject: 'auditor-0000', role: 'auditor', organisation: '0000' });
/** The first named take part in the most partnerships: that the portfolio grows is felt there. */
const manager = (random: Random): Principal => {
  const organisation = random.pick(municipalities.slice(0, 20)).id;
  return { subject: `project-manager-${organisation}`, role: 'project-manager', organisation };
};
const partner = (random: Random): Principal => {
  const organisation = random.pick(companies.slice(0, 40)).id;
  return { subject: `partner-${organisation}`, role: 'partner', organisation };
};

const list = (query: string) => () => `/partnerships?${query}`;
const sorts = ['registered', 'title', 'phase', 'nextDeadline', 'updated'] as const;

/** The lists whose later pages are asked for too. */
export const paged = ['sort=registered', 'sort=nextDeadline&order=desc'] as const;
const later =
  (query: string) =>
  (random: Random, { cursors }: Asked) =>
    `/partnerships?${query}&cursor=${random.pick(cursors.get(query)!)}`;

const years = Array.from({ length: 21 }, (_, n) => 2015 + n);

const now: readonly Question[] = [
  ...sorts.flatMap((sort): Question[] => [
    { name: `list by ${sort}`, who: auditor, path: list(`sort=${sort}`) },
    { name: `list by ${sort}, downwards`, who: auditor, path: list(`sort=${sort}&order=desc`) },
  ]),
  ...paged.map((query): Question => ({ name: `list, later page: ${query}`, who: auditor, path: later(query) })),
  { name: 'list of a municipality', who: manager, path: list('') },
  { name: 'list of a municipality by nextDeadline', who: manager, path: list('sort=nextDeadline') },
  { name: 'list of a partner', who: partner, path: list('') },
  { name: 'list in phase pilot', who: auditor, path: list('phase=pilot') },
  { name: 'list in phase draft: hardly any', who: auditor, path: list('phase=draft') },
  { name: 'list of a theme by title', who: auditor, path: list('theme=green-transition&sort=title') },
  { name: 'list of a theme in a sector', who: auditor, path: list('theme=green-transition&sector=social') },
  {
    name: 'list of what a municipality takes part in',
    who: auditor,
    path: (random) => list(`municipality=${random.pick(municipalities).id}`)(),
  },
  { name: 'list of the overdue by nextDeadline', who: auditor, path: list('overdue=true&sort=nextDeadline') },
  { name: 'list by text, often found', who: auditor, path: list('text=sensors') },
  { name: 'list by text, once found', who: auditor, path: list('text=-00042') },
  { name: 'list by text, never found', who: auditor, path: list('text=zeppelin') },
  {
    name: 'list of a handler',
    who: auditor,
    path: (random) => list(`handler=case-handler-${random.pick(municipalities).id}-${random.whole(1, 12)}`)(),
  },
  { name: 'KPIs of a partnership', who: auditor, path: (random, { ids }) => `/partnerships/${random.pick(ids)}/kpis` },
  { name: 'portfolio', who: auditor, path: () => '/portfolio?' },
  { name: 'portfolio by municipality', who: auditor, path: () => '/portfolio?by=municipality' },
  { name: 'portfolio by party', who: auditor, path: () => '/portfolio?by=party' },
  // All there is, chosen year by year in ever another order.
  ...(['theme', 'municipality', 'party'] as const).map(
    (by): Question => ({
      name: `portfolio by ${by}, of chosen years`,
      who: auditor,
      path: (random) =>
        `/portfolio?by=${by}${random
          .shuffled(years)
          .map((year) => `&year=${year}`)
          .join('')}`,
    }),
  ),
  { name: 'portfolio of a municipality', who: manager, path: () => '/portfolio?' },
  { name: 'milestones of all partnerships', who: auditor, path: () => '/milestones?' },
  ...['payments', 'phase-durations', 'adoption', 'follow-ups', 'funnel', 'stopping', 'collaboration'].map(
    (figures): Question => ({
      name: `portfolio, figures: ${figures}`,
      who: auditor,
      path: () => `/figures/${figures}?`,
    }),
  ),
];

/** A moment in the middle of the history, another one each time. */
const knownAt = (random: Random) => `2023-${month(random)}-${random.whole(10, 28)}T${random.whole(10, 19)}:00:00Z`;
const until = (random: Random) => `2023-${month(random)}-${random.whole(10, 28)}`;
const month = (random: Random) => String(random.whole(1, 12)).padStart(2, '0');

const then = (name: string, query: (random: Random) => string, questions: readonly Question[]) =>
  questions.map(
    (question): Question => ({
      ...question,
      name: `${question.name}, ${name}`,
      path: (random, asked) => {
        const path = question.path(random, asked);
        return `${path}${path.includes('?') ? '&' : '?'}${query(random)}`;
      },
    }),
  );

/** A cursor belongs to the moment it was made at. */
const first = now.filter(({ name }) => !/later page|of chosen years/.test(name));

/** As of a day, all partnerships together are more than is told at once: they are asked by municipality. */
const some = now.filter(({ name }) =>
  ['list of a municipality', 'KPIs of a partnership', 'portfolio of a municipality'].includes(name),
);

export const questions: readonly Question[] = [
  ...now,
  ...then('known then', (random) => `known-at=${knownAt(random)}`, first),
  ...then('until a day', (random) => `until=${until(random)}`, some),
];
