import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultInAddress } from '../../libs/event-store/src/index.js';
import { settings } from '../../libs/platform/src/index.js';

const pages = [
  ...readdirSync('.'),
  ...['.github', 'apps', 'deploy', 'docs', 'libs', 'test'].flatMap((directory) =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((path) => join(directory, path)),
  ),
].filter((path) => path.endsWith('.md'));

/** A page without what stands in it as code. */
const prose = (page: string) => readFileSync(page, 'utf8').replace(/^ *```[\s\S]*?^ *```$/gm, '');

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of prose(page).matchAll(/^#+ +(.*?) *$/gm)) {
    const text = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = text.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
    let one = anchor;
    for (let n = 1; anchors.has(one); n++) one = `${anchor}-${n}`;
    anchors.add(one);
  }
  return anchors;
}

/** Where the links of a page lead within the project. */
const linksOf = (page: string) =>
  [
    ...prose(page)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)[^)]*\)/g),
  ]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path, anchor] = link.split('#') as [string, string?];
      return { link, to: path ? join(dirname(page), path) : page, anchor };
    });

describe('the documentation', () => {
  it('lists every setting as the product reads it', () => {
    const page = readFileSync('docs/how-to/run.md', 'utf8');
    const rows = Object.entries(settings).map(
      ([key, { says, default: unless }]) => `| \`${key}\` | ${says} | ${unless} |`,
    );
    const listed = page.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line));
    expect(listed).toEqual(rows);
  });

  it('lists every option that the address of a KurrentDB may have', () => {
    const page = readFileSync('docs/how-to/run.md', 'utf8');
    const listed = [...page.matchAll(/^\| `([a-z]\w+)` \|/gm)].map(([, option]) => option);
    expect(faultInAddress('kurrentdb://localhost?another=1')).toBe(
      `has the option another, and may have ${listed.join(', ')}`,
    );
  });

  it.each(pages)('of %s links to what is there, down to the heading', (page) => {
    const broken = linksOf(page).filter(({ to, anchor }) => {
      if (!existsSync(to)) return true;
      return anchor !== undefined && to.endsWith('.md') && !anchorsOf(to).has(anchor);
    });
    expect(broken.map(({ link }) => link)).toEqual([]);
  });

  it('is reached page by page from the README', () => {
    const reached = new Set(['README.md']);
    // What is added while it goes on is looked at, too.
    for (const page of reached) for (const { to } of linksOf(page)) if (to.endsWith('.md')) reached.add(to);
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  it('of the scripts names only those there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const text = pages.map((page) => readFileSync(page, 'utf8')).join('\n');
    const named = [...text.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
