import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultInAddress } from '../../libs/event-store/src/index.js';
import { settings } from '../../libs/platform/src/index.js';

const pages = [
  'README.md',
  'CHANGELOG.md',
  'docs/tutorial.md',
  'docs/how-to/run.md',
  'docs/how-to/back-up-and-restore.md',
  'docs/how-to/deploy.md',
  'docs/how-to/kafka.md',
  'docs/how-to/dead-letters.md',
  'docs/how-to/look-back.md',
  'docs/how-to/move-the-store.md',
  'docs/how-to/procurement-systems.md',
  'docs/how-to/results-based-payment.md',
  'docs/reference/api.md',
  'docs/reference/event-store.md',
  'docs/reference/messages.md',
  'docs/reference/ocds.md',
  'docs/reference/operation.md',
  'docs/reference/procurement-messages.md',
  'docs/reference/read-models.md',
  'docs/decisions/README.md',
];

describe('the documentation', () => {
  it('lists every setting as the product reads it', async () => {
    const page = await readFile('docs/how-to/run.md', 'utf8');
    const rows = Object.entries(settings).map(
      ([key, { says, default: unless }]) => `| \`${key}\` | ${says} | ${unless} |`,
    );
    const listed = page.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line));
    expect(listed).toEqual(rows);
  });

  it('lists every option that the address of a KurrentDB may have', async () => {
    const page = await readFile('docs/how-to/run.md', 'utf8');
    const listed = [...page.matchAll(/^\| `([a-z]\w+)` \|/gm)].map(([, option]) => option);
    expect(faultInAddress('kurrentdb://localhost?another=1')).toBe(
      `has the option another, and may have ${listed.join(', ')}`,
    );
  });

  it.each(pages)('of %s links to pages that are there', async (page) => {
    const text = await readFile(page, 'utf8');
    const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)]
      .map(([, link]) => link!)
      .filter((link) => !/^https?:/.test(link));
    expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });

  it('of the scripts names only those there are', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
    const text = (await Promise.all(pages.map((page) => readFile(page, 'utf8')))).join('\n');
    const named = [...text.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
