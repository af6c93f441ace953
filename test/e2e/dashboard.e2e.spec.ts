import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { dehydration } from '../../apps/medspil/src/examples/dehydration.js';
import { intelligentDiaper } from '../../apps/medspil/src/examples/intelligent-diaper.js';
import { chromiumPath } from '../support/browser.js';
import { obstacles, openPages, type Pages, warnWithoutBrowser } from '../support/pages.js';

const executable = chromiumPath();
if (executable === undefined) warnWithoutBrowser();
const withBrowser = executable === undefined ? describe.skip : describe;

const manager = { subject: 'project-manager-0250', role: 'project-manager', organisation: '0250' };
const auditor = { subject: 'auditor-0000', role: 'auditor', organisation: '0000' };

let pages: Pages;
let dehydrationId: string;
let page: Page;
/** What the browser complained of: scripts that failed, content the security policy refused. */
let complaints: string[];

const address = (hash: string) => pages.address(hash);
const signIn = (as: typeof manager, hash?: string) => pages.signIn(page, as, hash);

/** Where a part of a picture stands, such as `.latest@cx`. */
async function placeOf(picture: Locator, place: string): Promise<number> {
  const [part = '', attribute = ''] = place.split('@');
  return Number(await picture.locator(part).getAttribute(attribute));
}

withBrowser('the pages', () => {
  beforeAll(async () => {
    pages = await openPages(executable as string, [dehydration, intelligentDiaper]);
    dehydrationId = pages.partnerships[0] as string;
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

  it('ask for a token and tell how to get one', async () => {
    await page.goto(address(''));
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(await page.locator('pre').textContent()).toContain(
      'npm run --silent token -- --role project-manager --org 0561',
    );
    await page.getByRole('textbox', { name: 'Token' }).fill('not a token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('does not hold a signed JSON Web Token').waitFor();
    await page.getByRole('textbox', { name: 'Token' }).fill(await pages.product.bearer(manager));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Status board' }).waitFor();
  });

  it('take the token out of the address and keep it in the tab only', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await signIn(manager);
    const token = await pages.product.bearer(manager);
    expect(page.url()).toBe(address('#/'));
    expect(await page.evaluate('JSON.stringify([{ ...localStorage }, document.cookie, history.length])')).not.toContain(
      token,
    );
    expect(asked.filter((url) => url.includes(token) && !url.includes('#'))).toEqual([]);
    await page.getByText('Project manager, Frederikssund').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('show every partnership with its light in words, its reasons and its phase', async () => {
    await signIn(auditor);
    const row = page.getByRole('row', { name: /Dehydration of the elderly/ });
    await row.getByText('Act now').waitFor();
    await row.getByText('Overdue since 15 April 2024: Midway evaluation of the test').waitFor();
    await row.getByRole('img', { name: 'Pilot, step 6 of 10' }).waitFor();
    await page.getByText('2 partnerships').waitFor();
  });

  it('filter by an address that can be shared', async () => {
    await signIn(auditor);
    await page.getByLabel('Phase', { exact: true }).selectOption('evaluation');
    await page.getByText('1 partnership', { exact: true }).waitFor();
    expect(page.url()).toBe(address('#/?phase=evaluation'));
    await page.goto(address('#/?text=diaper'));
    await page.getByRole('row', { name: /Intelligent diaper/ }).waitFor();
    expect(await page.getByRole('row', { name: /Dehydration/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Clear the filters' }).click();
    await page.getByText('2 partnerships').waitFor();
  });

  it('follow a partnership from the board to its KPIs, each partner by itself', async () => {
    await signIn(auditor);
    await page.getByRole('link', { name: 'Dehydration of the elderly' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dehydration of the elderly' }).waitFor();
    expect(await page.locator('[aria-current="step"]').textContent()).toContain('Pilot');
    await page.getByRole('navigation', { name: 'About the partnership' }).getByRole('link', { name: 'KPIs' }).click();
    const kpi = page.getByRole('region', { name: 'Minutes from alert to action' });
    for (const [partner, latest] of [
      ['Sensor patch consortium', '44 minutes'],
      ['Drinking scale consortium', '38 minutes'],
    ]) {
      const result = kpi.getByRole('listitem').filter({ hasText: partner as string });
      await result.getByText(latest as string, { exact: true }).waitFor();
      await result.getByText('Off target').waitFor();
      await result
        .getByRole('img', { name: `${partner}. Baseline 95 minutes, Latest ${latest}, Target ≤ 30 minutes` })
        .waitFor();
    }
    const bullet = kpi.getByRole('img', { name: /^Sensor patch consortium/ });
    const target = await placeOf(bullet, 'line.target@x1');
    const latest = await placeOf(bullet, '.latest@cx');
    const baseline = await placeOf(bullet, 'line.baseline@x1');
    // On its way from 95 to 30: 51 of 65 minutes.
    expect((baseline - latest) / (baseline - target)).toBeCloseTo(51 / 65, 2);
    const chart = kpi.getByRole('img', { name: 'Course of Minutes from alert to action' });
    expect(await chart.locator('.line').count()).toBe(2);
    expect(await chart.locator('.line circle').count()).toBe(4);
    expect(await chart.locator('.level.baseline, .level.target').count()).toBe(2);
    expect(await kpi.locator('.mark').count()).toBeGreaterThan(0);
  });

  it('tell a timeline in words, in the reader’s language', async () => {
    await page.close();
    page = await pages.tab(complaints, await pages.browser.newContext({ locale: 'da-DK' }));
    await page.goto(address(`sign-in#token=${await pages.product.bearer(auditor)}`));
    await page.getByRole('heading', { level: 1, name: 'Statustavle' }).waitFor();
    await page.goto(address(`#/partnerships/${dehydrationId}/timeline`));
    await page.getByText('Risikoen »Patches come off in the bath« blev rejst').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('The risk “Patches come off in the bath” was raised').waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'can be read by everyone, as far as a program can tell (%s)',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await signIn(manager);
      const places = ['', '/milestones', '/timeline', '/kpis', '/kpis/ALERT-TO-ACTION'];
      for (const hash of ['#/', ...places.map((place) => `#/partnerships/${dehydrationId}${place}`)]) {
        await page.evaluate(`location.hash = '${hash}'`);
        await page.locator(`main[data-page="${hash}"]:not([aria-busy])`).waitFor();
        if (hash.endsWith('/milestones'))
          await page.getByRole('button', { name: 'Log Midway evaluation of the test' }).click();
        expect([hash, ...(await obstacles(page))]).toEqual([hash]);
      }
    },
    20_000,
  );

  it('tell a partner of its own contract, and not that there is nobody where it may not see', async () => {
    await signIn({ subject: 'partner-10000009', role: 'partner', organisation: '10000009' });
    await page.getByRole('link', { name: 'Dehydration of the elderly' }).click();
    await page.getByRole('heading', { level: 3, name: 'Sensor patch consortium' }).waitFor();
    const content = (await page.getByRole('main').textContent()) ?? '';
    expect(content).not.toMatch(/Drinking scale|Nobody/);
  });

  it('let nobody log who may not', async () => {
    await signIn(auditor, `#/partnerships/${dehydrationId}/milestones`);
    await page.getByRole('row', { name: /Test ended in all sites/ }).waitFor();
    expect(await page.getByRole('button', { name: /^(Log|Plan)/ }).count()).toBe(0);
  });

  it('record a planned milestone, say what is wrong beside the field, and show what was written', async () => {
    await signIn(manager, `#/partnerships/${dehydrationId}/milestones`);
    await page.getByRole('button', { name: 'Plan a milestone' }).click();
    const form = page.getByRole('form', { name: 'Plan a milestone' });
    await form.getByLabel('Code').fill('MIDWAY');
    await form.getByLabel('Title').fill('Staff are trained');
    await form.getByRole('button', { name: 'Plan it' }).click();
    await form.getByText('Fill in this field.').waitFor();
    await form.getByLabel('Planned date').fill('2027-03-01');
    await form.getByRole('button', { name: 'Plan it' }).click();
    await form.locator('[data-fault="code"]').getByText('There is another milestone MIDWAY already').waitFor();
    expect(await form.getByLabel('Code').getAttribute('aria-invalid')).toBe('true');
    await form.getByLabel('Code').fill('TRAINING');
    await form.getByRole('button', { name: 'Plan it' }).click();
    await page.getByText('Recorded: Staff are trained').waitFor();
    await page
      .getByRole('row', { name: /Staff are trained/ })
      .getByText('1 Mar 2027')
      .waitFor();
  });

  it('lose nothing when the answer is lost, and record it once', async () => {
    await signIn(manager, `#/partnerships/${dehydrationId}/milestones`);
    await page.getByRole('button', { name: 'Log Test ended in all sites' }).click();
    const form = page.getByRole('form', { name: /Test ended in all sites/ });
    await form.getByLabel('On which day?').fill('2024-07-02');
    await form.getByLabel('Note').fill('The last citizen handed in the sensor.');
    // The server carries it out; the answer does not come through.
    const keys: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') keys.push(request.headers()['idempotency-key']);
    });
    await page.route('**/reached', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await form.getByRole('button', { name: 'Log it' }).click();
    await form.getByText('No answer came').waitFor();
    await page.unroute('**/reached');
    await page.reload();
    expect(await form.getByLabel('On which day?').inputValue()).toBe('2024-07-02');
    expect(await form.getByLabel('Note').inputValue()).toBe('The last citizen handed in the sensor.');
    await form.getByRole('button', { name: 'Log it' }).click();
    await page.getByText('Recorded: Test ended in all sites').waitFor();
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), keys[0]]);
    const row = page.getByRole('row', { name: /Test ended in all sites/ });
    await row.getByText('2 days late').waitFor();
    expect(await page.evaluate('Object.keys(sessionStorage)')).toEqual(['medspil.token']);
    await page.goto(address(`#/partnerships/${dehydrationId}/timeline`));
    await page.getByRole('heading', { level: 2, name: 'Timeline' }).waitFor();
    expect(await page.getByText('“Test ended in all sites” was reached').count()).toBe(1);
  });
});
