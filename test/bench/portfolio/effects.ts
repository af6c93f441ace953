import { type Kpi, type Measurement } from '../../../libs/partnership/src/index.js';
import { dateOf, dayOf } from './days.js';
import type { Life } from './life.js';
import type { Random } from './random.js';
import { municipalities, scattered } from './setting.js';

/** What is measured and gained in a partnership, and how it spreads. Kept from one day to the next. */
export class Effects {
  private readonly recorded: { readonly kpi: string; readonly measurement: Measurement }[] = [];
  private readonly planned: { readonly kpi: string; readonly party: string; readonly year: number }[] = [];

  constructor(
    private readonly life: Life,
    /** Half of what is planned is never followed up. */
    private readonly followedUp: boolean,
  ) {}

  /** Takes one of the steps there are; false when the case is not there yet. */
  goOn(): boolean {
    const chance = this.life.random.next();
    if (chance < 0.66) return this.measure();
    if (chance < 0.74) return this.correct();
    if (chance < 0.82) return this.planBenefit();
    if (chance < 0.9) return this.realise();
    if (chance < 0.97) return this.spread();
    return this.report();
  }

  private measure(): boolean {
    const { life } = this;
    const { random, open } = life;
    const measurable = Object.entries(open?.kpis ?? {}).filter(([, { baseline }]) => baseline !== 'missing');
    if (!open || measurable.length === 0) return false;
    const [kpi, known] = random.pick(measurable);
    const sites = Object.values(open.pilots).flatMap((pilot) => Object.keys(pilot.sites));
    const contractId = Object.keys(open.contracts).at(-1);
    const partner = contractId !== undefined && random.chance(0.12);
    const to = life.today - random.whole(1, 45);
    const measurements = Array.from({ length: random.whole(1, 6) }, (_, n): Measurement => {
      const site = sites.length > 0 ? sites[n % sites.length] : undefined;
      const ends = to - Math.floor(n / Math.max(sites.length, 1)) * 30;
      return {
        measurementId: `G-${life.number()}`,
        period: { from: dateOf(ends - 29), to: dateOf(ends) },
        ...readingOf(known, random),
        ...(site ? { site } : { municipality: life.setting.lead.id }),
        ...(contractId && { contractId }),
        source: partner ? 'Figures of the company' : 'Registration by staff',
        evidenceLevel: partner ? 'supplier-calculated' : random.chance(0.2) ? 'self-reported' : 'measured',
      };
    });
    const by = partner ? life.someone('partner', open.contracts[contractId]!.partnerCvr) : undefined;
    const done = life.measures(kpi, 'RecordMeasurements', { measurements }, by);
    if (done) this.recorded.push(...measurements.map((measurement) => ({ kpi, measurement })));
    return done;
  }

  private correct(): boolean {
    const { life, recorded } = this;
    if (recorded.length === 0) return false;
    const { kpi, measurement } = life.random.pick(recorded);
    const reason = 'Counted twice in the first registration';
    if (life.random.chance(0.1))
      return life.measures(kpi, 'WithdrawMeasurement', { measurementId: measurement.measurementId, reason });
    const corrected = scattered({ ...measurement }, life.random) as unknown as Measurement;
    return life.measures(kpi, 'CorrectMeasurement', { reason, measurement: corrected });
  }

  private planBenefit(): boolean {
    const { random, open, today } = this.life;
    const kpis = Object.keys(open?.kpis ?? {});
    const parties = Object.keys(open?.parties ?? {});
    if (kpis.length === 0) return false;
    const benefit = { kpi: random.pick(kpis), party: random.pick(parties), year: yearOf(today) + random.whole(0, 3) };
    const done = this.life.does('PlanBenefit', { ...benefit, ...amount(random) });
    if (done) this.planned.push(benefit);
    return done;
  }

  private realise(): boolean {
    const { random, today } = this.life;
    const begun = this.planned.filter(({ year }) => year <= yearOf(today));
    if (!this.followedUp || begun.length === 0) return false;
    const data = { ...random.pick(begun), ...amount(random), evidence: 'Accounts of the year' };
    return this.life.does('RecordRealisedBenefit', data, this.life.someone('finance'));
  }

  private spread(): boolean {
    const { life } = this;
    const { random, open } = life;
    if (!open || (open.phase !== 'scale-up' && open.phase !== 'follow-up')) return false;
    const on = dateOf(life.today);
    const staff = life.someone('leadership');
    const waiting = Object.entries(open.scaleUp.adoptions).find(([, { status }]) => status === 'invited');
    if (waiting) {
      const adopts = random.chance(0.7);
      const data = {
        municipality: waiting[0],
        adopts,
        decidedOn: on,
        ...(adopts && { basis: 'own-procurement' as const }),
      };
      return life.does('DecideAdoption', data, staff);
    }
    const adopting = Object.entries(open.scaleUp.adoptions).find(([, { status }]) => status === 'adopts');
    if (adopting) {
      const data = {
        municipality: adopting[0],
        liveOn: on,
        sites: random.whole(1, 9),
        populationCovered: random.whole(20, 4_000),
      };
      return life.does('TakeAdoptionLive', data);
    }
    const live = Object.entries(open.scaleUp.adoptions).find(([, { status }]) => status === 'live');
    if (live && random.chance(0.05))
      return life.does(
        'WithdrawAdoption',
        { municipality: live[0], withdrawnOn: on, reason: 'Too dear to run' },
        staff,
      );
    const { id: municipality } = random.pick(municipalities);
    return !(municipality in open.scaleUp.adoptions) && life.does('InviteAdoption', { municipality, invitedOn: on });
  }

  private report(): boolean {
    const { life } = this;
    const { open, today } = life;
    if (!open || (open.phase !== 'scale-up' && open.phase !== 'follow-up')) return false;
    const plan = open.scaleUp.followUp;
    if (!plan || (plan.missing.length === 0 && dayOf(plan.reportsDue.at(-1)!) < today)) {
      const reportsDue = [180, 365].map((days) => dateOf(today + days));
      return life.does('PlanFollowUp', { owner: life.someone('project-manager').subject, reportsDue });
    }
    const [due] = plan.missing;
    if (!this.followedUp || due === undefined || dayOf(due) > today + 30) return false;
    return life.does('SubmitFollowUpReport', { due, reportedOn: dateOf(today), summary: 'In use as planned.' });
  }
}

const yearOf = (day: number) => Number(dateOf(day).slice(0, 4));

const amount = (random: Random) => ({
  ...(random.chance(0.5)
    ? { amountOere: random.whole(1, 900) * 100_000 }
    : { amount: `${random.whole(1, 400)}.${random.whole(0, 9)}` }),
  ...(random.chance(0.15) && { bound: 'at-least' as const }),
});

function readingOf({ definition, baselineReading }: Kpi, random: Random): Partial<Measurement> {
  if (definition.aggregation === 'ratio-of-sums') {
    const denominator = random.whole(20, 400);
    return { numerator: String(random.whole(0, denominator >> 2)), denominator: String(denominator) };
  }
  const about = Number(baselineReading?.value ?? 10) || 10;
  return { value: (about * (0.3 + random.next())).toFixed(1), n: random.whole(5, 60) };
}
