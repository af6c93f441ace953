import { innovationTypes, municipalities, partnerTypes, phases, routes, themes } from '#partnership';
import { by, type ExplainedFigures, type Input, invented, named, said, share, total, unique } from './facts.js';
import { payments } from './recomputed-payments.js';

/** Each figure over cases, from what its explanation says and nothing else. */
export const recomputedFigures = {
  payments,
  'phase-durations': durations,
  adoption,
  'follow-ups': followUps,
  funnel,
  stopping,
  collaboration,
} satisfies Readonly<Record<string, (explained: ExplainedFigures) => object>>;
export type FigureName = keyof typeof recomputedFigures;
export const figureNames = Object.keys(recomputedFigures) as readonly FigureName[];

function durations({ inputs }: ExplainedFigures) {
  const course = (phase: string) =>
    Object.fromEntries(['finished', 'stopped', 'open'].map((end) => [end, ofStays(`${end}-${phase}`)]));
  return {
    phases: phases.flatMap((phase) => {
      const ends = course(phase);
      return Object.values(ends).some((end) => end !== undefined) ? [{ phase, ...ends }] : [];
    }),
    dialogueToScaleUp: course('dialogue-to-scale-up'),
  };

  function ofStays(name: string) {
    const stays = named(inputs, name);
    if (stays.length === 0) return undefined;
    const rested = named(inputs, `${name}-rested`);
    const daysOf = ({ period }: Input) => (Date.parse(period!.to) - Date.parse(period!.from)) / 86_400_000;
    const lengths = stays.map(daysOf).filter((days) => days >= 0);
    const inOrder = lengths.sort((a, b) => a - b);
    const quartile = (k: number) => {
      const place = 1 + ((inOrder.length - 1) * k) / 4;
      const [low, high] = [inOrder[Math.floor(place) - 1]!, inOrder[Math.ceil(place) - 1]!];
      return String(low + (high - low) * (place % 1));
    };
    const isWhole = name.endsWith('dialogue-to-scale-up');
    return {
      stays: inOrder.length,
      ...(inOrder.length > 0 && {
        lowerQuartileDays: quartile(1),
        medianDays: quartile(2),
        upperQuartileDays: quartile(3),
        shortestDays: inOrder[0],
        longestDays: inOrder.at(-1),
      }),
      suspendedStays: isWhole ? undefined : rested.length,
      suspendedDays: isWhole || rested.some(({ value }) => !value) ? undefined : total(rested, ({ value }) => value),
      contradictory: stays.length - inOrder.length,
      illustrative: invented(stays),
    };
  }
}

function adoption({ inputs }: ExplainedFigures) {
  const statuses = ['live', 'adopts', 'invited', 'declined', 'withdrawn'];
  const all = named(inputs, 'adoption').map((one) => {
    const also = (name: string) =>
      said(
        inputs.filter(({ partnershipId, party }) => partnershipId === one.partnershipId && party === one.party),
        name,
      );
    return { ...one, status: one.value!, basis: also('basis'), sites: also('sites'), population: also('population') };
  });
  const listed = all.filter(({ party }) => municipalities.has(party!));
  const byMunicipality = [...municipalities].map(([municipality, name]) => {
    const here = listed.filter(({ party }) => party === municipality);
    const live = here.filter(({ status }) => status === 'live');
    const known = live.flatMap(({ population }) => (population === undefined ? [] : [Number(population)]));
    const counts = statuses.map((status) => [status, here.filter((one) => one.status === status).length] as const);
    return {
      municipality,
      name,
      status: counts.find(([, count]) => count > 0)?.[0] ?? 'not-invited',
      ...Object.fromEntries(counts),
      sites: total(live, ({ sites }) => sites),
      populationAtLeast: known.length === 0 ? undefined : Math.max(...known),
    };
  });
  const at = (status: string) => byMunicipality.filter((one) => one.status === status).length;
  const decidedYes = listed.filter(({ status, basis }) => status === 'live' || status === 'adopts' || basis);
  return {
    coverage: {
      municipalities: byMunicipality.length,
      ...Object.fromEntries(statuses.map((status) => [status, at(status)])),
      notInvited: at('not-invited'),
      liveShare: share(at('live'), byMunicipality.length),
      populationAtLeast: total(byMunicipality, ({ populationAtLeast }) => populationAtLeast),
      populationUnknown: byMunicipality.filter(
        ({ status, populationAtLeast }) => status === 'live' && populationAtLeast === undefined,
      ).length,
    },
    adoptions: statuses.map((status) => ({ status, adoptions: listed.filter((one) => one.status === status).length })),
    decidedYes: ['named-in-notice', 'own-procurement', 'free', 'not-stated'].map((basis) => {
      const so = decidedYes.filter((one) => (one.basis ?? 'not-stated') === basis);
      return { basis, adoptions: so.length, municipalities: unique(so.map(({ party }) => party)).length };
    }),
    byMunicipality,
    unlisted: all.length - listed.length,
    illustrative: invented(listed),
  };
}

function followUps({ inputs }: ExplainedFigures) {
  const day = said(inputs, 'day')!;
  const counted = (kind: string) => {
    const due = named(inputs, kind).filter(({ period }) => period!.from < day);
    const are = (...states: string[]) => due.filter(({ value }) => states.includes(value!)).length;
    return {
      due: due.length,
      followedUp: are('followed-up', 'late'),
      late: kind === 'report' ? are('late') : undefined,
      missing: are('missing'),
      notYetDue: named(inputs, kind).filter(({ value }) => value === 'not-yet-due').length,
    };
  };
  return { reports: counted('report'), benefits: counted('benefit') };
}

function funnel({ inputs }: ExplainedFigures) {
  const steps = ['interested', 'candidates', 'tenderers', 'contracts', 'accepted'];
  const cases = named(inputs, 'registered').map(({ partnershipId }) => partnershipId);
  const suppliers = (of: string, step: string) =>
    named(inputs, step)
      .filter(({ partnershipId }) => partnershipId === of)
      .map(({ value }) => Number(value))[0];
  return {
    partnerships: cases.length,
    steps: steps.map((step, index) => {
      const came = cases.filter((one) => suppliers(one, step) !== undefined);
      const here = (of: readonly string[]) => total(of, (one) => suppliers(one, step));
      const counted = { step, partnerships: came.length, suppliers: here(came) };
      if (index === 0) return counted;
      const before = (one: string) => suppliers(one, steps[index - 1]!);
      const fromBefore = came.filter((one) => before(one) !== undefined);
      const both = fromBefore.filter((one) => suppliers(one, step)! <= before(one)!);
      return {
        ...counted,
        fromStepBefore: {
          partnerships: both.length,
          before: total(both, before),
          suppliers: here(both),
          share: share(here(both), total(both, before)),
          widened: fromBefore.length - both.length,
        },
      };
    }),
  };
}

function stopping({ inputs }: ExplainedFigures) {
  const ways = ['stopped', 'cancelled', 'stop-decided', 'terminated', 'aborted'];
  const endings = named(inputs, ...ways).map(({ name, value }) => {
    const [phase, route, theme, reason] = value!.split(' ');
    return { how: name, phase, route, theme, reason };
  });
  const counted = (of: typeof endings) => {
    const [stopped, cancelled, stopDecided, terminated, aborted] = ways.map(
      (way) => of.filter(({ how }) => how === way).length,
    );
    return { stopped, cancelled, stopDecided, terminated, aborted };
  };
  const each = (key: 'phase' | 'route' | 'theme', values: readonly string[]) =>
    values.flatMap((value) => {
      const own = endings.filter((one) => one[key] === value);
      return own.length === 0 ? [] : [{ [key]: value, ...counted(own) }];
    });
  const reasoned = by(
    endings.filter(({ reason }) => reason !== undefined),
    ({ how, reason }) => `${how} ${reason}`,
  );
  return {
    total: counted(endings),
    byPhase: each('phase', phases),
    byRoute: each('route', routes),
    byTheme: each('theme', themes),
    reasons: reasoned
      .map((same) => ({ how: same[0]!.how, reason: same[0]!.reason!, number: same.length }))
      .sort((a, b) => b.number - a.number || (`${a.how} ${a.reason}` < `${b.how} ${b.reason}` ? -1 : 1)),
  };
}

function collaboration({ inputs }: ExplainedFigures) {
  const cases = named(inputs, 'innovation-types').map(({ partnershipId, value }) => ({
    types: value!.split(' '),
    partners: named(inputs, 'partner')
      .filter((one) => one.partnershipId === partnershipId)
      .map((one) => one.value!),
  }));
  const having = (is: (one: (typeof cases)[number]) => boolean) => {
    const number = cases.filter(is).length;
    return { partnerships: number, share: share(number, cases.length) };
  };
  return {
    partnerships: cases.length,
    external: having(({ partners }) => partners.some((type) => type !== 'same-municipality')),
    byPartnerType: [...partnerTypes, 'not-stated'].map((type) => ({
      type,
      ...having(({ partners }) => partners.includes(type)),
    })),
    complex: having(({ types }) => types.length > 1),
    byInnovationType: innovationTypes.map((type) => ({ type, ...having(({ types }) => types.includes(type)) })),
  };
}
