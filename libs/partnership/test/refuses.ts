import { expect, it } from '@jest/globals';
import { given } from '#decider';
import {
  type PartnershipCommand,
  type PartnershipEvent,
  partnership,
  partnershipRefusals,
} from '../src/partnership.js';
import { refusalWords } from '../src/words.js';
import { refusal } from './story.js';

/** Why it is refused, what has happened, what is wished, and the reason given. */
export type Refusal = readonly [
  why: string,
  past: readonly PartnershipEvent[],
  command: PartnershipCommand,
  reason: string,
];

/**
 * One test for each refusal, on what has happened before it. Its sentences find in the details all that they name, and
 * words for the codes among it.
 */
export const refuses = (cases: readonly Refusal[], before: readonly PartnershipEvent[] = []) =>
  it.each([...cases])('is refused %s', (_why, past, command, reason) => {
    const refused = refusal(() => given(partnership, ...before, ...past).when(command));
    expect(refused.reason).toBe(reason);
    const { en, da } = partnershipRefusals[reason as keyof typeof partnershipRefusals];
    for (const [, name] of `${en} ${da}`.matchAll(/\{(\w+)\}/g))
      expect(refused.details).toHaveProperty(name as string, expect.anything());
    for (const [name, words] of Object.entries(refusalWords))
      for (const code of [refused.details[name] ?? []].flat()) expect(Object.keys(words)).toContain(code);
  });
