import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { dehydration } from '../../apps/medspil/src/examples/dehydration.js';
import { rehabilitation } from '../../apps/medspil/src/examples/rehabilitation.js';
import { chromiumPath } from '../support/browser.js';
import { obstacles, openPages, type Pages } from '../support/pages.js';

const executable = chromiumPath();
const withBrowser = executable === undefined ? describe.skip : describe;

const manager = { subject: 'project-manager-0250', role: 'project-manager', organisation: '0250' };
const leader = { subject: 'leadership-0250', role: 'leadership', organisation: '0250' };

const leader0157 = { subject: 'leadership-0157', role: 'leadership', organisation: '0157' };
const manager0157 = { subject: 'project-manager-0157', role: 'project-manager', organisation: '0157' };

let pages: Pages;
let id: string;
let page: Page;
let complaints: string[];
/** Before the latest reading of the sensor patch was corrected from 44 to 41 minutes. */
let beforeCorrection: string;

const address = (hash: string) => pages.address(hash);
const minutes = (text: string) =>
  page
    .getByRole('region', { name: 'Minutes from alert to action' })
    .getByRole('listitem')
    .filter({ hasText: 'Sensor patch consortium' })
    .getByText(text, { exact: true });

withBrowser('what leadership looks at', () => {
  beforeAll(async () => {
    pages = await openPages(executable as string, [dehydration, rehabilitation]);
    id = pages.partnerships[0] as string;
    // What is recorded within the last second is not vouched for yet.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    beforeCorrection = new Date().toISOString();
    await pages.record(manager, `partnerships/${id}/kpis/ALERT-TO-ACTION/measurements/A-K1-2024-04/correction`, {
      reason: 'Two alerts of a test were counted.',
      measurement: {
        period: { from: '2024-04-01', to: '2024-04-30' },
        value: '41',
        n: 53,
        site: 'S1',
        contractId: 'K1',
        source: 'Alert log',
        evidenceLevel: 'measured',
      },
    });
    const benefit = { kpi: 'COST-REDUCTION', year: 2021 };
    const say = (what: string, body: object) =>
      pages.record(manager0157, `partnerships/${pages.partnerships[1]}/benefits/${what}`, { ...benefit, ...body });
    await say('planned', { party: '0157', amountOere: 120_000_000 });
    await say('planned', { party: '0159', amountOere: 80_000_000 });
    await say('planned', { party: '0230', amountOere: 50_000_000 });
    const evidence = { evidence: 'Hours of staff', evidenceLevel: 'self-reported' };
    await say('realised', { party: '0159', amountOere: 60_000_000, bound: 'at-least', ...evidence });
  }, 120_000);
  afterAll(() => pages?.end(), 20_000);

  beforeEach(async () => {
    complaints = [];
    page = await pages.tab(complaints);
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  describe('as known then', () => {
    it('is what was known before a correction, and says that the correction is left out', async () => {
      await pages.signIn(page, leader, `#/partnerships/${id}/kpis`);
      await minutes('41 minutes').waitFor();
      await page.goto(address(`#/partnerships/${id}/kpis?known-at=${beforeCorrection}`));
      await minutes('44 minutes').waitFor();
      await page.getByText(/^As known on .* what was recorded since, corrections too, is left out/).waitFor();
      await page.getByRole('link', { name: 'Overview' }).click();
      await page.locator(`main[data-page="#/partnerships/${id}"]`).waitFor();
      expect(page.url()).toContain('known-at=');
      expect(await obstacles(page)).toEqual([]);
      const back = page.getByRole('link', { name: 'Back to now' });
      await back.click();
      await back.waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'KPIs' }).click();
      await minutes('41 minutes').waitFor();
      expect(page.url()).toBe(address(`#/partnerships/${id}/kpis`));
    });

    it('can be handed on as a link to exactly what was seen', async () => {
      await pages.signIn(page, leader, `#/partnerships/${id}/kpis`);
      await page.getByRole('button', { name: 'Copy a link to exactly this' }).click();
      await page.getByText('Copied').waitFor();
      const link = await page.evaluate<string>('navigator.clipboard.readText()');
      expect(link).toMatch(/#\/partnerships\/[^?]+\/kpis\?known-at=\d{4}-\d\d-\d\dT/);
      const shown = page.getByRole('region', { name: 'Minutes from alert to action' });
      const seen = await shown.textContent();
      await page.goto(link);
      await page.getByRole('link', { name: 'Back to now' }).waitFor();
      expect(await shown.textContent()).toBe(seen);
    });

    it('is chosen by a day, leaves out what happened later, and lets nobody log', async () => {
      await pages.signIn(page, manager, `#/partnerships/${id}/milestones`);
      await page.getByRole('button', { name: 'Plan a milestone' }).waitFor();
      await page.getByRole('button', { name: 'Look back' }).click();
      await page.getByLabel('What had happened by').fill('2023-12-31');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText('What happened after 31 December 2023 is left out.').waitFor();
      await page.getByText('Nothing can be logged while you look back.').waitFor();
      expect(await page.getByRole('button', { name: /^(Log|Plan)/ }).count()).toBe(0);
      await page.goto(address('#/?until=2022-03-01'));
      const row = page.getByRole('row', { name: /Dehydration of the elderly/ });
      await row.getByRole('img', { name: /^Procurement/ }).waitFor();
    });
  });

  describe('a figure', () => {
    it('tells how it came to be, with the numbers put in and the events that say so', async () => {
      await pages.signIn(page, leader, `#/partnerships/${id}/kpis/ALERT-TO-ACTION`);
      const how = page.getByRole('button', { name: /^How\? ?: Minutes from alert to action, Sensor patch/ });
      await how.focus();
      await page.keyboard.press('Enter');
      const panel = page.getByRole('dialog', { name: /^How this figure came to be/ });
      await panel.getByText('= (41 × 53) / 53 = 41').waitFor();
      await panel.getByText('= (41 − 95) / (30 − 95) = 83.08 %').waitFor();
      await panel.getByRole('row', { name: /^Measurement A-K1-2024-04/ }).waitFor();
      await panel.getByText('MeasurementCorrected').waitFor();
      expect(await obstacles(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
      await how.press('Enter');
      const event = panel.getByRole('listitem').filter({ hasText: 'MeasurementCorrected' });
      const position = await event.getByRole('link').textContent();
      await event.getByRole('link').click();
      await page
        .locator('.pointed-at')
        .getByText(position as string)
        .waitFor();
      expect(await page.evaluate('document.activeElement.className')).toBe('pointed-at');
    });
  });

  describe('the portfolio', () => {
    it('holds what was realised against what was planned, and shows the unknown as unknown', async () => {
      await pages.signIn(page, leader0157, '#/portfolio?by=party');
      const money = page.getByRole('region', { name: 'Kroner, prices of 2021' });
      await money.getByRole('button', { name: /^DKK\s1\.2m ?: Planned, Gentofte/ }).waitFor();
      await money.getByRole('button', { name: /^≥ DKK\s600,000 ?: Realised, self-reported, Gladsaxe/ }).waitFor();
      const unknown = money.getByRole('listitem').filter({ hasText: 'Rudersdal' });
      await unknown.getByText('Realised unknown').waitFor();
      expect(await unknown.locator('.bar.unknown').count()).toBe(1);
      const [planned, realised] = await Promise.all(
        ['.bar.planned', '.bar.self-reported'].map((bar) =>
          money
            .getByRole('listitem')
            .filter({ hasText: 'Gladsaxe' })
            .locator(bar)
            .first()
            .evaluate((one: { offsetWidth: number }) => one.offsetWidth),
        ),
      );
      expect(Number(realised) / Number(planned)).toBeCloseTo(0.75, 1);
      await money.getByRole('button', { name: /^≥ DKK\s600,000 ?: Realised, self-reported, Gladsaxe/ }).click();
      await page.getByRole('dialog').getByText('BenefitRealised').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('region', { name: 'Follow-ups that are missing' }).getByRole('link').first().waitFor();
    });

    it('tells which partnerships it counts, and which benefits stand in no sum', async () => {
      await pages.signIn(page, leader0157, '#/portfolio?by=party');
      for (const [of, told] of [
        [/^How\? ?: \d+ partnerships?$/, /^[A-Z][a-z -]+, (Open|Closed|Suspended)$/],
        [/^How\? ?: In no sum$/, /^Benefit/],
      ] as const) {
        await page.getByRole('button', { name: of }).click();
        const panel = page.getByRole('dialog', { name: /^How this figure came to be/ });
        await panel.getByText(told).first().waitFor();
        expect(await obstacles(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await panel.waitFor({ state: 'detached' });
      }
    });

    it.each([
      ['', 'Was it followed up?'],
      ['/course', 'How long the phases last'],
      ['/payments', 'By contract'],
      ['/spread', 'Who works together'],
    ])('can be read by everyone%s, as far as a program can tell, also on a narrow screen', async (part, region) => {
      await pages.signIn(page, leader0157, `#/portfolio${part}`);
      await page.getByRole('region', { name: region, exact: true }).waitFor();
      expect(await obstacles(page)).toEqual([]);
      await page.setViewportSize({ width: 400, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    });
  });

  describe('the award and its invoices', () => {
    it('stand on the page of the partnership, and in the payments of the portfolio', async () => {
      const economist = { ...leader, subject: 'finance-0250', role: 'finance' };
      await pages.record(economist, `partnerships/${id}/contracts/K1/phases/1/instalments/I2/invoices`, {
        invoiceNumber: 'F-2023-7',
        amountOere: 1_000_000_00,
        currency: 'DKK',
        receivedOn: '2023-09-16',
      });
      await pages.signIn(page, leader, `#/partnerships/${id}`);
      const award = page.getByRole('region', { name: 'Award and standstill' });
      await award.getByText('Standstill until').waitFor();
      await page.goto(address(`#/portfolio/payments`));
      const all = page.getByRole('region', { name: /^Payments, DKK/ });
      await all.getByText(/^Invoiced DKK\s1\s?m/).waitFor();
      await page.goto(address(`#/partnerships/${id}`));
      const invoiced = page.getByRole('listitem').filter({ hasText: 'Invoice F-2023-7' }).last();
      await page
        .getByText(/^Targets .*, Instalments/)
        .first()
        .click();
      await invoiced.getByText('not what was agreed').waitFor();
      expect(await obstacles(page)).toEqual([]);
    });

    it('say of a standstill what is noted of its end, and of a complaint that is not decided', async () => {
      const complaint = { lodgedOn: '2023-01-20' };
      await page.route(`**/partnerships/${id}`, async (route) => {
        const answer = await route.fetch();
        const told = await answer.json();
        told.procurement.standstill = { endedOn: '2023-01-28', complaint };
        await route.fulfill({ response: answer, json: told });
      });
      await pages.signIn(page, leader, `#/partnerships/${id}`);
      const award = page.getByRole('region', { name: 'Award and standstill' });
      await award.getByText('Standstill ended').waitFor();
      await award.getByText('20 Jan 2023').waitFor();
      await award.getByText('not decided yet').waitFor();
    });
  });

  describe('a file', () => {
    it('is saved with what the page shows, as known then', async () => {
      await pages.signIn(page, leader, `#/partnerships/${id}/kpis?known-at=${beforeCorrection}`);
      await minutes('44 minutes').waitFor();
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'CSV' }).click();
      const file = await saved;
      expect(file.suggestedFilename()).toMatch(/^medspil-kpis-.*\.csv$/);
      const text = await readFile(await file.path(), 'utf8');
      expect(text).toContain('Sensor patch consortium');
      expect(text).toMatch(/\b44\b/);
      await page.getByText(`Saved as ${file.suggestedFilename()}`).waitFor();
      const report = page.waitForEvent('download');
      await page.getByRole('button', { name: 'PDF report' }).click();
      const bytes = await readFile(await (await report).path());
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    });
  });

  describe('a change', () => {
    const rename = (code: string) =>
      pages.record(manager, `partnerships/${id}/milestones`, {
        code,
        title: `Milestone ${code}`,
        plannedOn: '2027-05-01',
      });

    it('shows by itself where somebody reads', async () => {
      await pages.signIn(page, leader, `#/partnerships/${id}/milestones`);
      await page.getByRole('row', { name: /Test ended in all sites/ }).waitFor();
      await page.waitForTimeout(500);
      await rename('LIVE-1');
      await page.getByRole('row', { name: /Milestone LIVE-1/ }).waitFor();
    });

    it('waits until it is asked for where somebody writes', async () => {
      await pages.signIn(page, manager, `#/partnerships/${id}/milestones`);
      await page.getByRole('button', { name: 'Plan a milestone' }).click();
      const form = page.getByRole('form', { name: 'Plan a milestone' });
      await form.getByLabel('Title').fill('Half a thought');
      await rename('LIVE-2');
      await page.getByText('This was changed meanwhile.').waitFor();
      expect(await form.getByLabel('Title').inputValue()).toBe('Half a thought');
      await page.getByRole('button', { name: 'Reload' }).click();
      await page.getByRole('row', { name: /Milestone LIVE-2/ }).waitFor();
      expect(await form.getByLabel('Title').inputValue()).toBe('Half a thought');
    });
  });

  it('say on the contract what is paid by results, and on a benefit how well it is known', async () => {
    await pages.signIn(page, manager0157, `#/partnerships/${pages.partnerships[1]}`);
    const paid = page.locator('.payment-model');
    await paid.getByRole('heading', { name: 'Paid by results: Paid for fewer group sessions' }).waitFor();
    expect(await paid.textContent()).toContain('at most DKK\u00a0200,000 in all');
    const outcome = paid.getByRole('listitem');
    expect(await outcome.textContent()).toMatch(
      /Paid.*≤ 5.*Independently evaluated.*Pays DKK\s150,000 = 100% of the way/,
    );
    const benefits = page.getByRole('region', { name: 'Benefits, planned and realised' }).getByRole('row');
    const known = benefits.filter({ hasText: 'Self-reported' });
    expect(await known.textContent()).toContain('≥ DKK\u00a0600,000');
  });
});
