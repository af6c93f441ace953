import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { drive } from '../../apps/medspil/src/examples/drive.js';
import type { Example } from '../../apps/medspil/src/examples/step.js';
import { openBrowser } from './browser.js';
import { dataDirectory, type Product, startProduct } from './product.js';

type Principal = Parameters<Product['bearer']>[0];

/** The product with its pages in a browser. */
export interface Pages {
  readonly product: Product;
  readonly browser: Browser;
  /** A browser that reads English. */
  readonly english: BrowserContext;
  /** The driven partnerships, in their order. */
  readonly partnerships: readonly string[];
  address(hash: string): string;
  /** A tab of its own: what one test signs in with, another does not have. What it complains of is added to a list. */
  tab(complaints: string[], context?: BrowserContext): Promise<Page>;
  signIn(page: Page, as: Principal, hash?: string): Promise<void>;
  /** Gives a command and waits until every page can show it. */
  record(as: Principal, path: string, body: unknown): Promise<number>;
  end(): Promise<void>;
}

/** @param executable of the browser */
export async function openPages(executable: string, examples: readonly Example[]): Promise<Pages> {
  const directory = await dataDirectory();
  const product = await startProduct(directory.path);
  const browser = await openBrowser(executable);
  const english = await browser.newContext({ locale: 'en-GB', permissions: ['clipboard-read', 'clipboard-write'] });
  const driver = { url: product.url, token: product.bearer, progress: () => {} };
  const partnerships: string[] = [];
  let last = 0;
  for (const example of examples) {
    const { partnershipId, position } = await drive(example, driver);
    partnerships.push(partnershipId);
    last = position;
  }
  const address = (hash: string) => `${product.url}/${hash}`;
  const shown = async (as: Principal, position: number) => {
    const authorization = `Bearer ${await product.bearer(as)}`;
    const path = `partnerships/${partnerships[0]}/kpis?at-least=${position}`;
    await Promise.all(
      [path, `partnerships?at-least=${position}`].map((one) => fetch(address(one), { headers: { authorization } })),
    );
  };
  await shown({ subject: 'auditor-0000', role: 'auditor', organisation: '0000' }, last);

  return {
    product,
    browser,
    english,
    partnerships,
    address,
    async tab(complaints, context = english) {
      const opened = await context.newPage();
      opened.setDefaultTimeout(10_000);
      opened.on('pageerror', (error) => complaints.push(String(error)));
      opened.on('console', (message) => {
        // The browser itself reports answers of 4xx and requests that were cut: those are what some tests are about.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          complaints.push(message.text());
      });
      return opened;
    },
    async signIn(page, as, hash = '#/') {
      await page.goto(address(`sign-in#token=${await product.bearer(as)}`));
      await page.getByRole('heading', { level: 1, name: /Status board|Statustavle/ }).waitFor();
      if (hash !== '#/') await page.goto(address(hash));
    },
    async record(as, path, body) {
      const headers = { authorization: `Bearer ${await product.bearer(as)}`, 'content-type': 'application/json' };
      const answer = await fetch(address(path), { method: 'POST', headers, body: JSON.stringify(body) });
      const said = (await answer.json()) as { position: number };
      if (!answer.ok) throw new Error(`POST ${path} was answered ${answer.status}: ${JSON.stringify(said)}`);
      await shown(as, said.position);
      return said.position;
    },
    async end() {
      await browser.close();
      await product.end();
      await directory.remove();
    },
  };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps people from reading the page that is shown, as far as a program can tell: rule and places. */
export async function obstacles(page: Page): Promise<[string, string[]][]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then(({ violations }) => violations)`,
  );
  return found.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

/** Says aloud that nothing was tested in a browser. */
export function warnWithoutBrowser(): void {
  process.stderr.write(
    '\n*** The pages were NOT tested in a browser: no Chromium was found. Install one (apt-get install chromium), or name it in CHROMIUM_PATH. ***\n\n',
  );
}
