import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Freshness } from '../freshness.js';
import type { Reading } from '../reading.js';
import { seesEverything } from '../scope.js';
import type { PortfolioFilters } from './question.js';

/**
 * Answers over every partnership there is, kept until something they are made of changes. Nobody else's are: a
 * municipality's partnerships are soon added up.
 */
@Injectable()
export class Remembered {
  private readonly answers = new LRUCache<string, { readonly changed: string; readonly answer: object }>({ max: 100 });

  constructor(private readonly freshness: Freshness) {}

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
    const changed = await this.lastChange(reading, knownAt === undefined);
    const known = this.answers.get(key);
    if (known?.changed === changed) return known.answer as Answer;
    const found = await answer();
    this.answers.set(key, { changed, answer: found });
    return found;
  }

  /**
   * The position of the last event that changed a benefit or what it is grouped by, as rows of these are never removed;
   * of what was known then it does not matter. But the tables are others after a switch, and what is parked is worked in
   * later, at positions long past.
   */
  private async lastChange({ rows }: Reading, now: boolean): Promise<string> {
    const { schema } = this.freshness.build;
    const [found] = await rows<{ changed: string }>(({ visible, value }) => {
      const last = (table: 'benefit' | 'portfolio_case') => `(select max(r.position) from ${visible(table)} r)`;
      return `select concat_ws(' ', c.generation${now ? `, ${last('benefit')}, ${last('portfolio_case')}` : ''},
          (select string_agg(p.partition || ' ' || p.position, ' ' order by p.partition) from projection.parked p
            where p.build = c.build and p.projection = c.projection)) as changed
        from projection.checkpoint c where c.build = ${value(schema)} and c.projection = 'portfolio'`;
    });
    return found!.changed;
  }
}
