import type { Projection } from '#projection';
import { byPartnership, type Happening } from '../events.js';
import { benefitParts } from './benefit-parts.js';
import { caseParts } from './case-parts.js';
import { contractParts } from './contract-parts.js';
import { marketParts } from './market-parts.js';
import { part } from './part.js';

/** Everything there is to know of one partnership, in parts that are seen or not seen each by itself. */
export const overviewProjection: Projection<Happening> = {
  name: 'overview',
  version: 4,
  tables: [part],
  partition: byPartnership,
  changes: { ...caseParts, ...marketParts, ...contractParts, ...benefitParts },
};
