import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ErrorObject, ValidateFunction } from 'ajv';
import Draft4 from 'ajv-draft-04';
import { compiled, type Release } from '../../libs/contracts/src/index.js';
import { historyOf } from '../bench/portfolio/history.js';
import type { Life, Row } from '../bench/portfolio/life.js';
import { type Pattern, readPatterns } from '../bench/portfolio/patterns.js';
import { disordered, exampleLife, type Published, published } from './published.js';

const official = new URL('../../../shared/ocds/', import.meta.url);
const there = existsSync(official);
if (!there) {
  process.stderr.write(
    `\nSKIPPED: the OCDS schema is not beside the project (${official.pathname}): releases are NOT validated against it.\n\n`,
  );
}

let patterns: readonly Pattern[];
let lives: readonly Life[];
let all: readonly Published[];
beforeAll(async () => {
  patterns = await readPatterns();
  lives = [...patterns.map(exampleLife), ...historyOf(patterns, { seed: 'ocds', partnerships: 40 })];
  all = lives.map(({ id, rows }) => published(id, rows));
}, 120_000);

describe('what is published', () => {
  it('are published from their registration on', () => {
    expect(lives.slice(0, 4).map(({ refused }) => [...refused])).toEqual([[], [], [], []]);
    for (const { releases } of all) expect(releases[0]?.tag).toEqual(['planning']);
  });

  it('use every tag there is for what happens to them', () => {
    const used = new Set(all.flatMap(({ releases }) => releases.flatMap(({ tag }) => tag)));
    expect([...used].sort()).toEqual([
      'award',
      'contract',
      'contractAmendment',
      'contractTermination',
      'implementation',
      'implementationUpdate',
      'planning',
      'planningUpdate',
      'tender',
      'tenderUpdate',
    ]);
  });
});

(there ? describe : describe.skip)('the official schema, with the metrics extension', () => {
  let valid: ValidateFunction;
  beforeAll(() => {
    const read = (name: string) => JSON.parse(readFileSync(new URL(name, official), 'utf8')) as object;
    const schema = mergePatch(read('release-schema-1.1.5.json'), read('metrics-extension.json')) as object;
    const ajv = new Draft4.default({
      strict: false,
      allErrors: true,
      formats: { 'date-time': isDateTime, uri: URL.canParse },
    });
    valid = ajv.compile(schema);
  });
  const faults = (release: Release): readonly ErrorObject[] => (valid(release) ? [] : (valid.errors ?? []));

  it('refuses what is wrong', () => {
    const [release] = all[0]!.releases;
    expect(faults({ ...release!, tag: ['planed' as never] })).not.toEqual([]);
    const observations = [{ id: 'o', dimensions: {} }];
    expect(faults({ ...release!, planning: { forecasts: [{ id: 'm', observations }] } })).not.toEqual([]);
  });

  it('takes every release', () => {
    for (const { releases } of all)
      for (const release of releases) expect([release, faults(release)]).toEqual([release, []]);
  });

  it('takes what is told of a disordered history, and what that comes to', () => {
    for (const { id, rows } of lives.slice(0, 10))
      for (const seed of ['one', 'other', 'third']) {
        const { releases } = published(id, disordered(rows, seed + id));
        for (const release of [...releases, compiled(releases)])
          expect([release, faults(JSON.parse(JSON.stringify(release)))]).toEqual([release, []]);
      }
  });

  it('takes every compiled release', () => {
    for (const { releases } of all) expect(faults(compiled(releases))).toEqual([]);
  });
});

describe('what is compiled', () => {
  it('comes to the same step by step', () => {
    for (const { releases } of all) {
      const stepwise = releases.reduce((before, next) => compiled([before, next]), compiled(releases.slice(0, 1)));
      expect(compiled(releases)).toEqual(stepwise);
    }
  });

  it('is what the partnership knows of contracts, targets and payments', () => {
    for (const { releases, state } of all) {
      const { contracts = [], awards = [], parties = [] } = compiled(releases);
      expect(contracts.map(({ id, status, value }) => ({ id, status, value }))).toEqual(
        Object.entries(state.contracts).map(([id, { status, maximumCostOere, terms }]) => ({
          id,
          status: status === 'running' ? 'active' : 'terminated',
          value: { amount: maximumCostOere / 100, currency: terms.currency },
        })),
      );
      for (const { id, awardID, implementation } of contracts) {
        const { phases, paymentModels } = state.contracts[id]!;
        const { milestones = [], transactions = [] } = implementation ?? {};
        const targets = phases.flatMap((phase) => Object.values(phase.targets));
        const instalments = phases.flatMap((phase) => Object.values(phase.instalments));
        const outcomes = Object.values(paymentModels).flatMap((model) => Object.values(model.outcomes));
        const count = (type: string, status: string) =>
          milestones.filter((one) => one.type === type && one.status === status).length;
        expect(milestones.filter(({ type }) => type === undefined)).toEqual([]);
        expect([
          count('assessment', 'met'),
          count('assessment', 'partiallyMet'),
          count('assessment', 'notMet'),
        ]).toEqual(
          ['met', 'partly', 'not-met'].map((how) => targets.filter(({ assessed }) => assessed === how).length),
        );
        expect([count('payment', 'met'), count('payment', 'notMet')]).toEqual(
          ['settled', 'cancelled'].map((how) => instalments.filter(({ status }) => status === how).length),
        );
        const paid = transactions.reduce((sum, { value }) => sum + Math.round((value?.amount ?? 0) * 100), 0);
        const settled = [
          ...instalments.flatMap(({ amountOere, settlement }) => (settlement ? [amountOere] : [])),
          ...outcomes.flatMap(({ release, settlement }) => (settlement && release ? [release.amountOere] : [])),
        ];
        expect(paid).toBe(settled.reduce((sum, amount) => sum + amount, 0));
        const award = awards.find((one) => one.id === awardID);
        expect(award?.status).toBe('active');
        expect(award?.suppliers).toHaveLength(1);
        const payees = new Set([...transactions.map(({ payee }) => payee.id), award!.suppliers![0]!.id]);
        expect(parties.filter((one) => payees.has(one.id)).map(({ roles }) => roles.includes('supplier'))).toEqual([
          true,
        ]);
      }
      for (const { suppliers = [] } of awards)
        for (const { id } of suppliers) expect(parties.map((one) => one.id)).toContain(id);
    }
  });
});

describe('what is not published', () => {
  it('is no free text of negotiation, tenders, decisions or the daily work, and no person', () => {
    for (const { id, rows } of lives) {
      const said = JSON.stringify(published(id, rows.map(planted)).releases);
      expect(said).not.toContain('hemmelig');
    }
    const types = new Set(lives.flatMap(({ rows }) => rows.map(({ type }) => type)));
    for (const type of ['NegotiationRoundHeld', 'TendersEvaluated', 'PhaseGateDecided', 'RecommendationIssued'])
      expect(types).toContain(type);
  });

  it('is nobody who asked to take part and did not win', () => {
    for (const [index, { state, releases }] of all.entries()) {
      const said = JSON.stringify(releases);
      const { candidates, award } = state.procurement;
      const partners = Object.values(state.contracts).map(({ partnerCvr }) => partnerCvr);
      const others = Object.entries(candidates).filter(
        ([id, { cvr }]) => !award?.winners.includes(id) && !partners.includes(cvr ?? ''),
      );
      if (index === 0) expect(others.length).toBeGreaterThan(0);
      for (const [id, { request }] of others) expect([id, said.includes(`"${request.name}"`)]).toEqual([id, false]);
    }
  });

  it('is no KPI that may not be published', () => {
    let hidden = 0;
    for (const { id, rows } of lives) {
      const secret = rows.map((row) =>
        row.type === 'KpiDefined' || row.type === 'KpiRevised' ? { ...row, data: unpublishable(row.data) } : row,
      );
      const { releases, state } = published(id, secret);
      const said = JSON.stringify(releases);
      for (const [code, { definition }] of Object.entries(state.kpis)) {
        hidden += 1;
        expect([said.includes(`"${code}"`), said.includes(definition.name)]).toEqual([false, false]);
      }
      expect(said).not.toContain('observations":[{"id":"m');
    }
    expect(hidden).toBeGreaterThan(100);
  });
});

const unpublishable = (data: unknown): unknown =>
  typeof data === 'object' && data !== null && 'definition' in data
    ? { ...data, definition: { ...(data.definition as object), publishable: false } }
    : { ...(data as object), publishable: false };

/** Texts that are published by the events they stand in. */
const open: Readonly<Record<string, readonly string[]>> = {
  PartnershipContractSigned: ['description'],
  BudgetLineSet: ['source'],
};
const texts =
  /^(reason|summary|rationale|legalRationale|evidence|noMarketSolutionEvidence|note|subject|minutes|text|decision|explanation|criterion|condition|description|finding|source|protocol|mitigation|outcome|assumptions|iprScheme|negotiationCourse|remuneration|remaining|invoiceReference|paymentReference|invoiceNumber|measure|deviationReason|overrideReason|responsible|owner|body|link|legalBasis|site|meetingId|measurementId|.*By)$/;

/** An event whose texts that are not for the public, and whose persons, are planted secrets. */
function planted(row: Row): Row {
  const secret = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(secret);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => {
        const hides = typeof part === 'string' && texts.test(name) && !open[row.type]?.includes(name);
        return [name, hides ? `hemmelig ${name} i ${row.type}` : secret(part)];
      }),
    );
  };
  return { ...row, data: secret(row.data) };
}

/** RFC 7386. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const merged = new Map(Object.entries(typeof target === 'object' && target !== null ? target : {}));
  for (const [name, part] of Object.entries(patch)) {
    if (part === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), part));
  }
  return Object.fromEntries(merged);
}

const isDateTime = (text: string) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text));
