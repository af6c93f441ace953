import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  benefitClasses,
  dimensions,
  evidenceLevels,
  milestoneStates,
  phases,
  responsibilities,
  roles,
  routes,
  sectorAreas,
  themes,
} from '#partnership';
import { languageFor } from '../public/language.js';
import { faultsOf } from '../public/milestone/faults.js';
import { isMarked } from '../public/parts.js';
import { linkTo, routeOf } from '../public/route.js';
import { tokenIn } from '../public/session.js';
import da from '../public/texts/da.js';
import en from '../public/texts/en.js';

describe('an address', () => {
  it('leads back to the page it was made for', () => {
    const link = linkTo(['partnerships', 'a/b', 'kpis'], { text: 'blå & grøn', phase: '' });
    const { path, query } = routeOf(link);
    expect(path).toEqual(['partnerships', 'a/b', 'kpis']);
    expect([...query]).toEqual([['text', 'blå & grøn']]);
  });
  it('that was mistyped is no error', () => {
    expect(routeOf('#/%E0%A4%A').path).toEqual(['%E0%A4%A']);
    expect(routeOf('').path).toEqual([]);
  });
});

describe('a sign-in link', () => {
  it('carries the token after the #, where no server sees it', () => {
    expect(tokenIn('#token=a.b-c_d.e')).toBe('a.b-c_d.e');
    expect(tokenIn('#/')).toBeNull();
    expect(tokenIn('#token=')).toBeNull();
  });
});

describe('the language', () => {
  it('is the one chosen here, or the first of the browser’s that there is', () => {
    expect(languageFor('en', ['da-DK'])).toBe('en');
    expect(languageFor(null, ['sv-SE', 'da-DK', 'en-US'])).toBe('da');
    expect(languageFor(null, ['en-GB', 'da'])).toBe('en');
    expect(languageFor(null, ['de'])).toBe('en');
  });
  it('has a word for every code of the domain', () => {
    for (const { codes } of [da, en]) {
      expect(Object.keys(codes.phase)).toEqual([...phases]);
      expect(Object.keys(codes.role)).toEqual([...roles]);
      expect(Object.keys(codes.route)).toEqual([...routes]);
      expect(Object.keys(codes.theme)).toEqual([...themes]);
      expect(Object.keys(codes.sector)).toEqual([...sectorAreas]);
      expect(Object.keys(codes.responsibility)).toEqual([...responsibilities]);
      expect(Object.keys(codes.milestone)).toEqual([...milestoneStates]);
      expect(Object.keys(codes.dimension)).toEqual([...dimensions]);
      expect(Object.keys(codes.benefitClass)).toEqual([...benefitClasses]);
      expect(Object.keys(codes.evidence)).toEqual([...evidenceLevels]);
    }
  });
  it('counts days exactly while they are few, and in months and years when they are many', () => {
    expect([en.time.overdue(1), en.time.overdue(14), en.time.overdue(400), en.time.overdue(950)]).toEqual([
      '1 day overdue',
      '14 days overdue',
      '13 months overdue',
      '2 years overdue',
    ]);
    expect(da.time.overdue(950)).toBe('2 år over fristen');
  });
});

describe('a problem', () => {
  const problem = { title: '', status: 422, detail: 'Correct the fields.' };
  it('is told beside the fields it points to, and above where there is none', () => {
    const errors = [
      { pointer: '#/plannedOn', detail: 'must be a date' },
      { pointer: '#/evidence/0', detail: 'is unknown' },
    ];
    expect(faultsOf({ ...problem, type: 'x/invalid-body', errors }, ['code', 'plannedOn'])).toEqual({
      beside: { plannedOn: 'must be a date' },
      above: ['evidence: is unknown'],
    });
  });
  it('of a rule is told beside the field that rule is about, where that is on the form', () => {
    const future = { ...problem, type: 'https://medspil.dk/problems/in-the-future', detail: 'It lies ahead.' };
    expect(faultsOf(future, ['missedOn', 'note'])).toEqual({ beside: { missedOn: 'It lies ahead.' }, above: [] });
    expect(faultsOf(future, ['note'])).toEqual({ beside: {}, above: ['It lies ahead.'] });
  });
});

describe('a mark of what no source gives', () => {
  it('is of the whole field or of a part of it, and never of a field that begins alike', () => {
    expect(isMarked(['target.value'], 'target')).toBe(true);
    expect(isMarked(['phases[0].title'], 'phases')).toBe(true);
    expect(isMarked(['targetGroup'], 'target')).toBe(false);
    expect(isMarked(undefined, 'target')).toBe(false);
  });
});

describe('the pages', () => {
  it('hold no script or handler that the content security policy would refuse', async () => {
    const { readFile } = await import('node:fs/promises');
    const pages = join(import.meta.dirname, '../public');
    const html = readdirSync(pages).filter((name) => name.endsWith('.html'));
    expect(html).toEqual(['index.html']);
    const text = await readFile(join(pages, 'index.html'), 'utf8');
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=/i);
  });
});
