import { adoptionsAsked, coverage } from '../adoption/show.js';
import { collaboration, collaboratorsAsked, innovationsAsked } from '../collaboration/show.js';
import { durations, registration, staysOf } from '../durations/show.js';
import { type Formula, toBasisPoints } from '../explanation/formula.js';
import { followUps, followUpsAsked } from '../follow-ups/show.js';
import { funnelSteps } from '../funnel/rows.js';
import { funnel, funnelsAsked } from '../funnel/show.js';
import { ofContracts, totalsOf } from '../payments/show.js';
import type { Reading } from '../reading.js';
import type { Sql } from '../scope.js';
import { endingsAsked, stopping } from '../stopping/show.js';
import { all, type CasesQuestion } from './cases.js';

/** Which cases; the contract is of payments alone. */
export type FiguresQuestion = CasesQuestion & { readonly contract?: string };

interface ExplainedFigure {
  readonly formula: Formula;
  /** As it is answered elsewhere. */
  figure(reading: Reading, question: FiguresQuestion): Promise<object>;
  /** A select of every fact the figure is computed from, with the columns of `Fact`. */
  facts(sql: Sql, question: FiguresQuestion, today: string): string;
}

/** One fact a figure is made of; `id` and `name` tell those of one partnership apart. */
export interface Fact {
  readonly partnership_id: string;
  readonly name: string;
  readonly id: string;
  readonly value: string | null;
  readonly unit: string | null;
  /** The day it holds from. */
  readonly day: string | null;
  /** And the one it holds to, where that is another. */
  readonly to_day?: string | null;
  readonly contract_id: string | null;
  readonly party: string | null;
  /** Whether it rests on a value that no source gives. */
  readonly illustrative?: boolean;
  readonly positions: readonly number[];
}

const positionsIn = (events: string) => `array(select jsonb_array_elements_text(${events})::bigint)`;

/** Every figure over many cases: how it is computed, and what of. */
export const explainedFigures = {
  payments: {
    formula: {
      code: 'payments',
      expression: 'Σ agreed, Σ invoiced, Σ released, Σ settled, Σ cancelled; Σ released / Σ maximum-cost',
      rounding: toBasisPoints,
      says: {
        en: 'Sums of amounts in øre, of each currency by itself; instalments and outcomes apart. What was invoiced, released, settled or cancelled counts by its day, in the period asked about; an invoice in another currency than its contract is not added. The share is what was released of both, over the maximum cost of the contracts. The amount of an outcome is not known before it is released.',
        da: 'Summer af beløb i øre, for hver valuta for sig; rater og resultater hver for sig. Det fakturerede, frigivne, betalte og annullerede tæller efter sin dag, i den periode der spørges om; en faktura i en anden valuta end kontraktens lægges ikke til. Andelen er det frigivne af begge i forhold til kontrakternes maksimale omkostninger. Et resultats beløb er ikke kendt, før det er frigivet.',
      },
    },
    figure: totalsOf,
    // Each step of each payment, each invoice, what each contract may cost, and at most by results.
    facts: (sql, question) => `
      select c.partnership_id, 'maximum-cost' as name, c.contract_id as id, c.maximum_cost_oere::text as value,
             c.currency as unit, c.signed_on as day, c.contract_id, c.cvr as party, c.illustrative, ${positionsIn('c.events')} as positions
        from ${sql.visible('contract_sum')} c where ${all(ofContracts(sql, question, 'c'))}
      union all
      select p.partnership_id, step.name, concat_ws('/', p.contract_id, p.kind, p.item), step.amount::text, p.currency,
             step.day, p.contract_id, null, step.illustrative, array[step.event]
        from ${sql.visible('payment')} p cross join lateral (values
          (case p.kind when 'instalment' then 'agreed' else 'verified' end,
           case p.kind when 'instalment' then p.amount_oere end, p.stated_on, p.stated_event, p.illustrative),
          ('released', p.amount_oere, p.released_on, p.released_event, false),
          ('settled', p.amount_oere, p.settled_on, p.settled_event, false),
          ('cancelled', p.amount_oere, p.cancelled_on, p.cancelled_event, false)) as step (name, amount, day, event, illustrative)
       where step.event is not null and ${all(ofContracts(sql, question, 'p'))}
      union all
      select m.partnership_id, 'cap', concat_ws('/', m.contract_id, m.model_id), m.cap_oere::text, m.currency, null,
             m.contract_id, null, m.illustrative, ${positionsIn('m.events')}
        from ${sql.visible('payment_cap')} m where ${all(ofContracts(sql, question, 'm'))}
      union all
      select i.partnership_id, concat('invoiced-', i.kind), concat_ws('/', i.contract_id, i.number), i.amount_oere::text,
             i.asked_currency, i.received_on, i.contract_id, null, i.illustrative, array[i.received_event]
        from ${sql.visible('invoice')} i where ${all(ofContracts(sql, question, 'i'))}`,
  },
  'phase-durations': {
    formula: {
      code: 'durations',
      expression: 'days = left − entered; quartile k of n at place 1 + (n − 1) × k / 4',
      says: {
        en: 'The days of each stay in a phase, from the day it was entered to the day it was left. Days the case rested are part of them, and told beside, unless they are not known of one of the stays. Of the lengths in order, quartile k of n lies at place 1 + (n − 1) × k / 4, between two of them on a straight line. Stays that are not over are measured up to the day of the answer and never counted with those that are; a phase that is entered again has another stay. Stays with dates that contradict each other are counted, and have no length.',
        da: 'Dagene i hvert ophold i en fase, fra dagen det begyndte til dagen det sluttede. Dage, hvor sagen var i bero, er med og vises ved siden af, medmindre de er ukendte for et af opholdene. Af længderne i rækkefølge ligger kvartil k af n på plads 1 + (n − 1) × k / 4, mellem to af dem på en ret linje. Ophold, der ikke er slut, måles til svarets dag og tælles aldrig med de afsluttede; en fase, der begynder igen, har endnu et ophold. Ophold med datoer, der modsiger hinanden, tælles og har ingen længde.',
      },
    },
    figure: durations,
    facts: (sql, question, today) => `
      select s.partnership_id, concat_ws('-', s.ended, coalesce(s.phase, 'dialogue-to-scale-up'), fact.of) as name,
             s.entered_event::text as id, fact.days::text as value, 'days' as unit, s.entered_on as day,
             coalesce(s.left_on, ${sql.value(today)}::date) as to_day, null as contract_id, null as party,
             s.illustrative and fact.of is null as illustrative, array_remove(array[s.entered_event, s.left_event], null) as positions
        from (${staysOf(sql, question, today)}) s cross join lateral (values (null, s.days), ('rested', s.rested)) as fact (of, days)
       where fact.of is null or (s.phase is not null and fact.days is distinct from 0)`,
  },
  adoption: {
    formula: {
      code: 'adoption-coverage',
      expression: 'municipalities with a live adoption / 98',
      rounding: toBasisPoints,
      says: {
        en: 'Each of the 98 municipalities counts once, by the solution that has come furthest there: live, then adopted, invited, declined, withdrawn. People are counted once a municipality, by its largest live solution, so that the sum is at least so many.',
        da: 'Hver af de 98 kommuner tæller én gang, efter den løsning der er nået længst: i drift, derefter besluttet, inviteret, afvist, trukket tilbage. Borgere tælles én gang pr. kommune, efter dens største løsning i drift, så summen er mindst så mange.',
      },
    },
    figure: coverage,
    facts: (sql, question) => `
      select a.partnership_id, fact.name, a.municipality as id, fact.value, fact.unit, a.since as day, null as contract_id,
             a.municipality as party, a.illustrative and fact.name = 'adoption' as illustrative, ${positionsIn('a.events')} as positions
        from ${sql.visible('adoption')} a cross join lateral (values
          ('adoption', a.status, null), ('basis', a.basis, null), ('sites', a.sites::text, 'sites'),
          ('population', a.population::text, 'people')) as fact (name, value, unit)
       where fact.value is not null and ${adoptionsAsked(sql, question)}`,
  },
  'follow-ups': {
    formula: {
      code: 'follow-ups',
      expression: 'missing = due before the day of the answer and not followed up',
      says: {
        en: 'Reports are due on the day the follow-up plan in force names; planned benefits when their year is over. A benefit is followed up once anything realised is recorded for the same KPI, party, year and kind of amount.',
        da: 'Rapporter har frist den dag, den gældende opfølgningsplan angiver; planlagte gevinster når deres år er omme. En gevinst er fulgt op, når noget realiseret er registreret for samme KPI, part, år og slags beløb.',
      },
    },
    figure: followUps,
    facts: (sql, question, today) => `
      select x.partnership_id, x.kind as name, x.id,
             case when x.due >= ${sql.value(today)}::date then 'not-yet-due' when x.late then 'late'
                  when x.done then 'followed-up' else 'missing' end as value,
             null as unit, x.due as day, null as contract_id, x.party, x.illustrative, x.positions
        from (${followUpsAsked(sql, question)}) x`,
  },
  funnel: {
    formula: {
      code: 'supplier-funnel',
      expression: 'Σ suppliers of a step; Σ suppliers / Σ suppliers of the step before',
      rounding: toBasisPoints,
      says: {
        en: 'The sum of the suppliers at each step, of the cases that came to it. The share is a ratio of sums over the cases that came to both steps, so that a case still on its way is not counted as having lost everybody; a case with more suppliers than at the step before is no part of it, as nobody knows how many of those went on. Accepted are the contracts whose solution reached its performance level, where leadership decided to scale.',
        da: 'Summen af leverandørerne på hvert trin i de sager, der er nået dertil. Andelen er en brøk af summer over de sager, der er nået til begge trin, så en sag undervejs ikke tæller, som om alle var faldet fra; en sag med flere leverandører end på trinnet før indgår ikke, da ingen ved, hvor mange af dem der gik videre. Accepterede er de kontrakter, hvis løsning nåede sit præstationsniveau, hvor ledelsen besluttede at udbrede.',
      },
    },
    figure: funnel,
    facts: (sql, question) => {
      const steps = funnelSteps.map((step) => `('${step}', f.${step}, f.events -> '${step}')`);
      return `
        select f.partnership_id, step.name, '' as id, step.suppliers::text as value, 'suppliers' as unit, f.registered_on as day,
               null as contract_id, null as party, ${positionsIn('step.events')} as positions
          from ${sql.visible('supplier_funnel')} f cross join lateral (values ${steps.join(', ')}) as step (name, suppliers, events)
         where step.suppliers is not null and ${funnelsAsked(sql, question)}
        union all
        select f.partnership_id, 'registered', '', null, null, f.registered_on, null, null, array[${registration(sql, 'f')}]
          from ${sql.visible('supplier_funnel')} f where ${funnelsAsked(sql, question)}`;
    },
  },
  stopping: {
    formula: {
      code: 'stopping',
      expression: 'number of endings by how, phase, route, theme and reason',
      says: {
        en: 'Each ending counts once, in the phase the case was in. A partnership that was reopened, and a decision to stop that another evaluation followed, are no endings. Reasons are counted where one was chosen, and otherwise given in words only.',
        da: 'Hver afslutning tæller én gang, i den fase sagen var i. Et partnerskab, der er genåbnet, og en beslutning om at stoppe, som en ny evaluering fulgte efter, er ikke afslutninger. Årsager tælles, hvor en er valgt, og gives ellers kun med ord.',
      },
    },
    figure: stopping,
    facts: (sql, question) => `
      select e.partnership_id, e.how as name, e.id, concat_ws(' ', e.phase, w.route, w.theme, e.code) as value, null as unit,
             e.ended_on as day, case e.what when 'contract' then e.id end as contract_id, null as party, e.illustrative,
             array[e.position] as positions
        from ${sql.visible('ending')} e join ${sql.visible('portfolio_case')} w on w.partnership_id = e.partnership_id
       where ${endingsAsked(sql, question)}`,
  },
  collaboration: {
    formula: {
      code: 'collaboration',
      expression: 'cases with such a partner / cases; cases of more than one innovation type / cases',
      rounding: toBasisPoints,
      says: {
        en: 'Partners are who takes part as a party and has not left, and who has a contract; all but the own municipality’s are external. A case counts once at each type of partner and of innovation it has.',
        da: 'Partnere er dem, der deltager som part og ikke er udtrådt, og dem, der har en kontrakt; alle andre end kommunens egne er eksterne. En sag tæller én gang ved hver type partner og innovation, den har.',
      },
    },
    figure: collaboration,
    facts: (sql, question) => `
      select i.partnership_id, 'innovation-types' as name, '' as id, array_to_string(i.types, ' ') as value, null as unit,
             i.registered_on as day, null as contract_id, null as party, array[i.stated_event] as positions
        from ${sql.visible('innovation')} i where ${innovationsAsked(sql, question)}
      union all
      select c.partnership_id, 'partner', c.organisation, coalesce(c.partner_type, 'not-stated'), null, null, null,
             c.organisation, ${positionsIn('c.events')}
        from ${sql.visible('collaborator')} c where ${collaboratorsAsked(sql, question)}`,
  },
} satisfies Readonly<Record<string, ExplainedFigure>>;

export type ExplainedName = keyof typeof explainedFigures;
/** What a figure is. */
export type FigureOf<Name extends ExplainedName> = Awaited<ReturnType<(typeof explainedFigures)[Name]['figure']>>;
