import { Refused } from '#decider';
import { sameContent } from '../content.js';
import { hasHappened, onlyIn } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { BusinessDate, RefusalTexts } from '../vocabulary.js';
import { withProcurement } from './preparation.js';
import type { Procurement, ProcurementCommand, ProcurementEvent } from './procurement.js';

/** How a standstill ended. */
export interface EndedStandstill {
  /** Its last day: the award's at the earliest, a later one where it was prolonged. */
  readonly endedOn: BusinessDate;
  /**
   * A complaint to the Complaints Board (Klagenævnet for Udbud). Lodged in the standstill it suspends the award until the
   * Board has decided (klagenævnsloven § 12); lodged later, only where the Board says so.
   */
  readonly complaint?: {
    readonly lodgedOn: BusinessDate;
    /** The last day of the suspension; absent until the Board has decided on one. */
    readonly suspendsUntil?: BusinessDate;
  };
}

export const standstillRefusals = {
  'standstill-without-award': {
    about: 'state',
    en: 'No award is decided: a standstill follows the notification of one.',
    da: 'Der er ikke truffet tildelingsbeslutning: en standstill-periode følger efter underretningen om den.',
  },
  'standstill-ends-later': {
    about: 'input',
    en: 'The standstill lasts until {standstillEndsOn}: it cannot have ended on {endedOn}.',
    da: 'Standstill-perioden løber til og med {standstillEndsOn}: den kan ikke være endt den {endedOn}.',
  },
  'standstill-not-passed': {
    about: 'state',
    en: 'The last day of the standstill, {endedOn}, has not passed: note its end from the day after.',
    da: 'Den sidste dag i standstill-perioden, {endedOn}, er ikke gået: notér dens udløb fra dagen efter.',
  },
  'standstill-ended-otherwise': {
    about: 'state',
    en: 'The standstill is noted as ended on {endedOn}: what is noted of it changes by a complaint only.',
    da: 'Standstill-perioden er noteret som endt den {endedOn}: det noterede ændres kun ved en klage.',
  },
  'complaint-noted': {
    about: 'state',
    en: 'A complaint lodged on {lodgedOn} is noted: say until when it suspends the award, also where it was withdrawn.',
    da: 'En klage indgivet den {lodgedOn} er noteret: angiv, hvornår dens opsættende virkning ophører, også hvis den er trukket tilbage.',
  },
  'complaint-before-award': {
    about: 'input',
    en: 'The award was notified on {notifiedOn}: a complaint about it cannot have been lodged on {lodgedOn}.',
    da: 'Tildelingen blev meddelt den {notifiedOn}: en klage over den kan ikke være indgivet den {lodgedOn}.',
  },
  'suspended-before-complaint': {
    about: 'input',
    en: 'A complaint lodged on {lodgedOn} cannot suspend until {suspendsUntil}.',
    da: 'En klage indgivet den {lodgedOn} kan ikke have opsættende virkning til og med {suspendsUntil}.',
  },
  'standstill-not-over': {
    about: 'state',
    en: 'The standstill lasts until {standstillEndsOn}: the contract can be signed from the day after.',
    da: 'Standstill-perioden løber til og med {standstillEndsOn}: kontrakten kan indgås fra dagen efter.',
  },
  'complaint-suspends': {
    about: 'state',
    en: 'The complaint lodged on {lodgedOn} suspends the award: no contract can be signed until the Complaints Board has decided, and that is noted.',
    da: 'Klagen indgivet den {lodgedOn} har opsættende virkning: kontrakten kan ikke indgås, før Klagenævnet for Udbud har afgjort det, og det er noteret.',
  },
  'complaint-suspends-until': {
    about: 'state',
    en: 'The complaint lodged on {lodgedOn} suspends the award until {suspendsUntil}: the contract can be signed from the day after.',
    da: 'Klagen indgivet den {lodgedOn} har opsættende virkning til og med {suspendsUntil}: kontrakten kan indgås fra dagen efter.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof standstillRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

/** Whether what is noted says that no contract may be signed, at least for a time. */
export const suspendsAward = ({ endedOn, complaint }: EndedStandstill): boolean =>
  complaint !== undefined && (complaint.suspendsUntil !== undefined || complaint.lodgedOn <= endedOn);

/** Refuses to sign in the standstill, and while a complaint that is noted suspends the award. Whether its end is noted does not matter. */
export function checkStandstill(
  { award, standstill }: { award: NonNullable<Procurement['award']>; standstill: EndedStandstill | undefined },
  signedOn: BusinessDate,
): void {
  const standstillEndsOn = standstill?.endedOn ?? award.standstillEndsOn;
  // An award without a standstill, as below the thresholds, is signed from the day it is notified.
  const early = standstillEndsOn === award.notifiedOn ? signedOn < standstillEndsOn : signedOn <= standstillEndsOn;
  if (early) throw refuse('standstill-not-over', { standstillEndsOn });
  if (!standstill?.complaint || !suspendsAward(standstill)) return;
  const { lodgedOn, suspendsUntil } = standstill.complaint;
  if (suspendsUntil === undefined) throw refuse('complaint-suspends', { lodgedOn });
  if (signedOn <= suspendsUntil) throw refuse('complaint-suspends-until', { lodgedOn, suspendsUntil });
}

export const standstillDecisions = {
  EndStandstill(command, partnership) {
    const { data, today } = command;
    const { endedOn, complaint } = data;
    const { award, standstill: before } = partnership.procurement;
    if (before && sameContent(before, data)) return [];
    onlyIn(partnership, 'procurement', 'development');
    if (!award) throw refuse('standstill-without-award');
    const { standstillEndsOn, notifiedOn } = award;
    if (endedOn < standstillEndsOn) throw refuse('standstill-ends-later', { standstillEndsOn, endedOn });
    if (today <= endedOn) throw refuse('standstill-not-passed', { endedOn });
    if (before?.complaint && !complaint) throw refuse('complaint-noted', { lodgedOn: before.complaint.lodgedOn });
    if (before && !complaint) throw refuse('standstill-ended-otherwise', { endedOn: before.endedOn });
    if (complaint) {
      const { lodgedOn, suspendsUntil } = complaint;
      hasHappened(command, lodgedOn);
      if (lodgedOn < notifiedOn) throw refuse('complaint-before-award', { notifiedOn, lodgedOn });
      if (suspendsUntil !== undefined && suspendsUntil < lodgedOn)
        throw refuse('suspended-before-complaint', { lodgedOn, suspendsUntil });
    }
    return [{ type: 'StandstillEnded', data }];
  },
} satisfies Pick<Decisions<ProcurementCommand>, 'EndStandstill'>;

export const standstillEvolutions = {
  StandstillEnded: (partnership, data) => withProcurement(partnership, { standstill: data }),
} satisfies Pick<Evolutions<ProcurementEvent>, 'StandstillEnded'>;
