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
});
