import { describe, expect, it } from '@jest/globals';
import { type FieldsClass, fieldsOf } from '#platform';
import { AdoptionPage } from '../adoption/answer.js';
import { CollaborationAnswer } from '../collaboration/answer.js';
import { DurationsAnswer } from '../durations/answer.js';
import { FollowUpsPage } from '../follow-ups/answer.js';
import { SupplierFunnelAnswer } from '../funnel/answer.js';
import { KpiAnswerAsOf, KpisAnswer, MeasurementPage } from '../kpis/answer.js';
import { MilestonePage } from '../milestones/list.js';
import { OverviewAnswer } from '../overview/answer.js';
import { PaymentsAnswer } from '../payments/answer.js';
import { PortfolioAnswer } from '../portfolio/answer.js';
import { PortfolioBenefitsPage } from '../portfolio/benefits.js';
import { StoppingPage } from '../stopping/answer.js';
import { TimelinePage } from '../timeline/show.js';
import { PartnershipPage } from '../worklist/answer.js';
import { type Table, tablesOf } from './tables.js';
import { hasDanishTitle } from './titles.js';

const named = (tables: readonly Table[], name: string) => tables.find((table) => table.name === name)!;
const titles = ({ columns }: Table) => columns.map(({ title }) => title.en);
const cells = (table: Table, answer: object) =>
  [...table.rows(answer)].map((row) => table.columns.map(({ value }) => value(row, 'en')));

describe('the tables of an answer', () => {
  it('are one for a plain list, with what is said in sentences in one cell', () => {
    const [table, ...others] = tablesOf(PartnershipPage);
    expect([table!.name, others]).toEqual(['items', []]);
    expect(titles(table!).slice(0, 4)).toEqual(['Id', 'Case number', 'Title', 'Lead']);
    expect(titles(table!)).toEqual(expect.arrayContaining(['Reasons', 'Next deadline: due', 'Illustrative']));
    const answer = { items: [{ id: '1', municipalities: ['0101', '0561'], reasons: [{ text: 'a' }, { text: 'b' }] }] };
    const [row] = cells(table!, answer);
    expect(row).toEqual(expect.arrayContaining(['1', '0101, 0561', 'a; b']));
  });

  it('are many for a dashboard: what it is about, and each list under the keys of what it stands in', () => {
    const tables = tablesOf(OverviewAnswer);
    expect(tables[0]!.name).toBe('whole');
    expect(titles(named(tables, 'contracts.phases.instalments'))).toEqual([
      'Contract id',
      'No.',
      'Code',
      'Title',
      'Amount in money',
      'Payable when',
      'Status',
      'Released on',
      'Paid on',
      'Cancelled because',
      'Currency',
    ]);
    const phase = { no: 1, instalments: [{ code: 'I1', amountOere: 100 }] };
    const answer = { contracts: [{ contractId: 'K1', currency: 'EUR', phases: [phase] }] };
    expect(cells(named(tables, 'contracts.phases.instalments'), answer)[0]).toEqual(
      expect.arrayContaining(['K1', 1, 'I1', 100, 'EUR']),
    );
    // A part with illustrative marks of its own stands by itself.
    expect(titles(named(tables, 'need'))).toContain('Illustrative');
  });

  it('have a row for each result of a KPI, and one for a KPI without any', () => {
    const [table] = tablesOf(KpisAnswer, 'results');
    const kpi = (code: string, results: object[]) => ({ definition: { code }, results });
    const answer = {
      items: [kpi('A', [{ evidenceLevel: 'measured' }, { evidenceLevel: 'self-reported' }]), kpi('B', [])],
    };
    const code = titles(table!).indexOf('Definition: code');
    const evidence = titles(table!).indexOf('Results: evidence level');
    expect(cells(table!, answer).map((row) => [row[code], row[evidence]])).toEqual([
      ['A', 'measured'],
      ['A', 'self-reported'],
      ['B', undefined],
    ]);
  });

  it.each<{ name: string; answer: FieldsClass; by?: string }>([
    { name: 'partnerships', answer: PartnershipPage },
    { name: 'milestones', answer: MilestonePage },
    { name: 'timeline', answer: TimelinePage },
    { name: 'measurements', answer: MeasurementPage },
    { name: 'kpis', answer: KpisAnswer, by: 'results' },
    { name: 'kpi', answer: KpiAnswerAsOf },
    { name: 'partnership', answer: OverviewAnswer },
    { name: 'portfolio', answer: PortfolioAnswer },
    { name: 'benefits', answer: PortfolioBenefitsPage },
    { name: 'payments', answer: PaymentsAnswer },
    { name: 'durations', answer: DurationsAnswer },
    { name: 'adoption', answer: AdoptionPage },
    { name: 'follow-ups', answer: FollowUpsPage },
    { name: 'funnel', answer: SupplierFunnelAnswer },
    { name: 'stopping', answer: StoppingPage },
    { name: 'collaboration', answer: CollaborationAnswer },
  ])('of $name have each column once, and a Danish title for each', ({ answer, by }) => {
    const untitled = new Set<string>();
    const seen = new Set<FieldsClass>();
    const walk = (type: FieldsClass) => {
      if (seen.has(type)) return;
      seen.add(type);
      for (const { name, of } of fieldsOf(type)) {
        if (name !== 'next' && !hasDanishTitle(name)) untitled.add(name);
        if (of) walk(of);
      }
    };
    walk(answer);
    expect([...untitled]).toEqual([]);
    const tables = tablesOf(answer, by);
    expect(new Set(tables.map(({ name }) => name)).size).toBe(tables.length);
    for (const table of tables) {
      for (const language of ['en', 'da'] as const) {
        const all = table.columns.map(({ title }) => title[language]);
        const twice = all.filter((title, n) => all.indexOf(title) !== n);
        expect([table.name, twice]).toEqual([table.name, []]);
      }
    }
  });
});
