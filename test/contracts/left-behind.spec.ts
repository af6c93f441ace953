import { describe, expect, it } from '@jest/globals';
import type { Told } from '#contracts';
import { leaves, type Path, valueAt } from './leaves.js';
import { leaving } from './leaving.js';
import { sent, story } from './story.js';

/** The value with a secret in one place. */
function planted(value: unknown, [name, ...rest]: Path, secret: string | number): unknown {
  if (name === undefined) return secret;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[name] = planted(copy[name], rest, secret);
  return copy;
}
/** Fields of stored events that come through, each of them tried with a secret of its own; lists are one field. */
function comeThrough(tolds: readonly Told[]): string[] {
  const found = tolds.flatMap((told, index) =>
    leaves(told.event.data).flatMap((path) => {
      const secret = typeof valueAt(told.event.data, path) === 'number' ? 907_060_504 : 'Hemmelighed 907060504';
      const event = { ...told.event, data: planted(told.event.data, path, secret) } as Told['event'];
      const messages = JSON.stringify(sent(tolds.with(index, { ...told, event })));
      const field = [told.event.type, ...path.filter((name) => typeof name === 'string')].join('.');
      return messages.includes('907060504') ? [field] : [];
    }),
  );
  return [...new Set(found)].sort();
}

describe('what is recorded', () => {
  it('leaves in these fields and no other', () => {
    const fields = Object.entries(leaving).flatMap(([type, names]) => names.map((name) => `${type}.${name}`));
    expect(comeThrough(story)).toEqual(fields.sort());
  });

  it('is seen to leave where something is told that should not be', () => {
    const told = story.filter(({ event }) => event.type === 'PartnershipRegistered');
    expect(comeThrough(told)).toContain('PartnershipRegistered.title');
    expect(comeThrough(told)).not.toContain('PartnershipRegistered.registeredBy');
  });
});
