import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Reading } from '../reading.js';
import { seesEverything } from '../scope.js';
import type { PortfolioFilters } from './question.js';

/**
 * Answers over every partnership there is, kept until something they are made of changes. Nobody else's are: a
 * municipality's partnerships are soon added up.
 */
@Injectable()
export class Remembered {
  private readonly answers = new LRUCache<string, { readonly changed: number; readonly answer: object }>({ max: 100 });

  async answer<Answer extends object>(
    reading: Reading,
    question: PortfolioFilters,
    answer: () => Promise<Answer>,
  ): Promise<Answer> {
    const { 'at-least': _, 'known-at': knownAt, until, ...asked } = question;
    // Who takes part may be taken back, which leaves no row behind to tell it by.
    const revocable = asked.municipality !== undefined;
    if (!seesEverything(reading.principal) || until !== undefined || (revocable && knownAt === undefined))
      return answer();
    const key = JSON.stringify([asked, reading.day, ...(knownAt === undefined ? [] : [reading.asOf.position])]);
    // What was known at a position is never known otherwise.
    const changed = knownAt === undefined ? await lastChange(reading) : 0;
    const known = this.answers.get(key);
    if (known?.changed === changed) return known.answer as Answer;
    const found = await answer();
    this.answers.set(key, { changed, answer: found });
    return found;
  }
}

/** The position of the last event that changed a benefit or what it is grouped by; rows of these are never removed. */
async function lastChange({ rows }: Reading): Promise<number> {
  const [found] = await rows<{ changed: number | null }>(
    ({ visible }) => `select greatest(
      (select max(b.position) from ${visible('benefit')} b), (select max(c.position) from ${visible('portfolio_case')} c)
    ) as changed`,
  );
  return found?.changed ?? 0;
}
