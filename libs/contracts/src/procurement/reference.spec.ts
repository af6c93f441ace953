import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { partnershipRefusals } from '#partnership';
import { messageFaultReasons } from './faults.js';
import { procurementMessageTypes, procurementSchemas } from './messages.js';
import { largestMessage } from './understand.js';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/reference/procurement-messages.md'), 'utf8');
const [before, ...sections] = page.split(/^### /m) as [string, ...string[]];

describe('the reference of what procurement systems tell', () => {
  it('has every type there is, with its examples', () => {
    const told = sections.map((section) => {
      const examples = [...section.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, json]) =>
        JSON.parse(json as string),
      );
      return [section.split('\n', 1)[0], examples];
    });
    expect(told).toEqual(procurementMessageTypes.map((type) => [type, [...procurementSchemas[type].examples]]));
  });

  it('names the faults there are, and refusals that exist', () => {
    for (const reason of messageFaultReasons) expect(before).toContain(`\`${reason}\``);
    expect(before).toContain(largestMessage.toLocaleString('en'));
    const refused = sections.flatMap((section) => {
      const row = /^\| refused \| (.*) \|$/m.exec(section)?.[1] ?? '';
      return [...row.matchAll(/`([a-z0-9-]+)`/g)].map(([, reason]) => reason as string);
    });
    expect(refused.length).toBeGreaterThan(sections.length);
    expect(refused.filter((reason) => !Object.hasOwn(partnershipRefusals, reason))).toEqual([]);
  });
});
