import { expect, it } from '@jest/globals';
import { given } from '#decider';
import { type PartnershipCommand, type PartnershipEvent, partnership } from '../src/partnership.js';
import { refusal } from './story.js';

/** Why it is refused, what has happened, what is wished, and the reason given. */
export type Refusal = readonly [
  why: string,
  past: readonly PartnershipEvent[],
  command: PartnershipCommand,
  reason: string,
];

/** One test for each refusal, on what has happened before it. */
export const refuses = (cases: readonly Refusal[], before: readonly PartnershipEvent[] = []) =>
  it.each([...cases])('is refused %s', (_why, past, command, reason) => {
    expect(refusal(() => given(partnership, ...before, ...past).when(command)).reason).toBe(reason);
  });
