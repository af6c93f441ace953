import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { publicSchemas } from '#contracts';
import { tellings } from '../../libs/contracts/src/messages/table.js';
import { sent, story } from './story.js';
import { asWritten } from './written.js';

const path = 'docs/reference/messages.md';
const messages = sent(story);
const short = (type: string) => type.replace(/^dk\.medspil\./, '').replace(/\.v1$/, '');

const types = Object.entries(publicSchemas)
  .map(([type, { description }]) => {
    const example = messages.find((one) => one.type === type);
    return `### ${short(type)}\n\n${description}\n\n\`\`\`json\n${JSON.stringify(example?.data, null, 2)}\n\`\`\`\n`;
  })
  .join('\n');

const decisions = [
  '| recorded | leaves as | what stays, and why |',
  '|---|---|---|',
  ...Object.entries(tellings).map(([type, row]) =>
    'kept' in row
      ? `| ${type} | | ${row.kept} |`
      : `| ${type} | ${row.as.map((one) => `[${short(one.type)}](#${short(one.type)})`).join(', ')} | ${row.but ?? ''} |`,
  ),
].join('\n');

/** The page with what is made of the code in its places. */
function madeNew(page: string): string {
  const parts = { types, decisions };
  return Object.entries(parts).reduce(
    (text, [name, made]) =>
      text.replace(
        new RegExp(`(<!-- ${name}: npm run contracts -->\n)[\\s\\S]*?(<!-- end of ${name} -->)`),
        (_, start, end) => `${start}\n${made}\n${end}`,
      ),
    page,
  );
}

describe('the page about messages', () => {
  it('shows every type and every decision as they are: npm run contracts', () => {
    const page = readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
    expect(page).toMatch(
      /<!-- types: [\s\S]*<!-- end of types -->[\s\S]*<!-- decisions: [\s\S]*<!-- end of decisions -->/,
    );
    expect(asWritten(path, madeNew(page))).toBe(madeNew(page));
  });
});
