import type { Recorded } from '#projection';
import { about, type Happening } from '../events.js';

/** Whether an event states one of these fields with a value that no source gives. */
export const isMarked = (event: Pick<Recorded<Happening>, 'metadata' | 'recordedAt'>, ...fields: readonly string[]) =>
  about(event).illustrative.some((mark) => fields.includes(mark.split('.')[0]!));
