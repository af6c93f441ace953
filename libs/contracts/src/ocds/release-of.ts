import { type Followed, following } from '../following.js';
import type { Told } from '../told.js';
import { contractTranslations } from './contracts.js';
import type { Delta, Scene, Translations } from './delta.js';
import { implementationTranslations } from './implementation.js';
import { kpiTranslations } from './kpis.js';
import { planningTranslations } from './planning.js';
import { ocidOf, type Publisher, type Release } from './release.js';
import { tenderTranslations } from './tender.js';

const translations: Translations = {
  ...planningTranslations,
  ...kpiTranslations,
  ...tenderTranslations,
  ...contractTranslations,
  ...implementationTranslations,
};

/** The stored event types that may lead to a release; no other does. */
export const releasedTypes = Object.keys(translations) as readonly Told['event']['type'][];

/**
 * What an event changes in what is published of its partnership, as an OCDS 1.1.5 release with the metrics extension;
 * undefined where that is nothing. Its id is the event's, so that told again it is the same release.
 *
 * @param before the partnership before the event, as `following` folds it; for measurements, as it was at their position
 */
export function releaseOf(told: Told, before: Followed, { prefix }: Pick<Publisher, 'prefix'>): Release | undefined {
  const { event, partnershipId } = told;
  if (!Object.hasOwn(translations, event.type)) return undefined;
  const after = following.evolve(before, told);
  if (after.status === 'absent') return undefined;
  const ocid = ocidOf(prefix, partnershipId);
  const translate = translations[event.type] as (data: unknown, scene: Scene) => Delta | undefined;
  const delta = translate(event.data, { told, ocid, before: before.status === 'absent' ? after : before, after });
  if (!delta) return undefined;
  const { id, recordedAt: date, illustrative: fields = [] } = told;
  const marks = fields.length > 0 && { illustrative: [{ id, fields }] };
  return { ocid, id, date, initiationType: 'tender', language: 'da', ...delta, ...marks };
}
