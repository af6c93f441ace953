import { type Followed, following, type Release, releaseOf, type Told } from '../../libs/contracts/src/index.js';
import { kpiStream, type Measurement, type Registered } from '../../libs/partnership/src/index.js';
import { Life, type Row } from '../bench/portfolio/life.js';
import type { Pattern } from '../bench/portfolio/patterns.js';
import { seeded } from '../bench/portfolio/random.js';
import type { Setting } from '../bench/portfolio/setting.js';

/** What became of a partnership, and what was published of it. */
export interface Published {
  readonly id: string;
  readonly releases: readonly Release[];
  readonly state: Registered;
}

/** Publishes everything that was recorded of a partnership. */
export function published(id: string, rows: readonly Row[]): Published {
  let state: Followed = following.initial;
  const releases: Release[] = [];
  for (const [index, row] of rows.entries()) {
    const told = toldOf(id, row, index + 1);
    const release = releaseOf(told, state, { prefix: 'ocds-medspl' });
    if (release) releases.push(release);
    state = following.evolve(state, told);
  }
  if (state.status === 'absent') throw new Error(`${id} was never registered`);
  return { id, releases, state };
}

const toldOf = (partnershipId: string, { id, at, type, data, metadata }: Row, position: number): Told => ({
  id,
  partnershipId,
  event: { type, data } as Told['event'],
  position,
  recordedAt: new Date(at).toISOString(),
  occurredOn: (metadata as { occurredOn: string }).occurredOn,
});

/** What may be told of a life where events are missing, come twice, or come before what led to them. */
export function disordered([first, ...rest]: readonly Row[], seed: string): Row[] {
  const random = seeded(seed);
  const rows = rest.flatMap((row) => (random.chance(0.08) ? [] : random.chance(0.1) ? [row, row] : [row]));
  for (let at = 1; at < rows.length; at += 2) {
    const other = random.whole(Math.max(0, at - 6), at);
    [rows[at], rows[other]] = [rows[other]!, rows[at]!];
  }
  return [first!, ...rows];
}

/** An example as it was lived, day by day. */
export function exampleLife({ title, steps }: Pattern): Life {
  const lead = { id: steps[0]!.by.organisation, name: title };
  const life = new Life({ caseNumber: title, lead } as Setting, seeded(title));
  for (const { type, data, by, kpi, day, occurred } of steps) {
    life.goTo(day);
    if (kpi === undefined) life.does(type as never, resting(life, data) as never, by, occurred);
    else life.measures(kpi, type as never, data as never, by, occurred);
  }
  return life;
}

/** With what is known of the measurements an outcome rests on, as the command side fetches it. */
function resting(life: Life, data: Pattern['steps'][number]['data']): object {
  const { contractId, modelId, outcomeId, measurements } = data as Readonly<Record<string, string & readonly string[]>>;
  const model = life.open?.contracts[contractId!]?.paymentModels[modelId!];
  const ids = measurements ?? model?.outcomes[outcomeId!]?.outcome.measurements;
  if (!model || !ids) return data;
  const recorded = life.rows
    .filter(({ stream }) => stream === kpiStream(life.id, model.kpi))
    .flatMap(({ data, revision, metadata }) =>
      (data as { measurements: readonly Measurement[] }).measurements.map((one) => ({
        ...one,
        revision,
        suppliedBy: [(metadata as { by: string }).by],
      })),
    );
  const found = (id: string) => recorded.find(({ measurementId }) => measurementId === id);
  return { ...data, measurements: ids.map((measurementId) => ({ measurementId, found: found(measurementId) })) };
}
