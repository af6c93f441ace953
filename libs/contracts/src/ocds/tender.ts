import { type Notice, type Route, suspendsAward } from '#partnership';
import type { Delta, Known, Scene, Translations } from './delta.js';
import { awardIdIn } from './ids.js';
import { targetsOf } from './kpis.js';
import { lead, party, tenderer, winningParty } from './parties.js';
import { preparedMilestone } from './planning.js';
import type { Award, Classification, Tender } from './release.js';
import { endOf, kroner, startOf } from './values.js';

const procedures: Readonly<Record<Route, string>> = {
  'innovation-partnership': 'Innovationspartnerskab',
  'public-private-innovation': 'Offentlig-privat innovation',
  'other-procedure': 'Anden udbudsform',
  'below-threshold': 'Under tærskelværdien',
};

/** The divisions of CPV: 45 is works, and services begin at 50. */
function categoryOf([first = '']: readonly string[]): Tender['mainProcurementCategory'] {
  const division = Number(first.slice(0, 2));
  if (division === 45) return 'works';
  return division >= 50 ? 'services' : 'goods';
}

const cpv = (id: string): Classification => ({ scheme: 'CPV', id });

function itemsOf({ cpvCodes, title }: Notice): Pick<Tender, 'items'> {
  const [main, ...others] = cpvCodes;
  if (main === undefined) return {};
  return {
    items: [{ id: '1', description: title, classification: cpv(main), additionalClassifications: others.map(cpv) }],
  };
}

/** Under one ocid there may be a second notice after a cancelled one: what it does not say, it takes back. */
const noticed = (notice: Notice, { ocid, after }: Scene): Tender => {
  const targets = targetsOf(after);
  const { estimatedValueOere } = notice;
  return {
    id: ocid,
    title: notice.title,
    status: 'active',
    procuringEntity: lead(after),
    procurementMethod: 'selective',
    procurementMethodDetails: procedures[after.route],
    mainProcurementCategory: categoryOf(notice.cpvCodes),
    awardCriteria: 'ratedCriteria',
    awardCriteriaDetails: notice.awardCriteria
      .map(({ name, weight }) => `${name}: ${String(weight / 100).replace('.', ',')} %`)
      .join('; '),
    ...itemsOf(notice),
    value: estimatedValueOere === undefined ? { amount: null, currency: 'DKK' } : kroner(estimatedValueOere),
    tenderPeriod: { startDate: startOf(notice.dispatchedOn), endDate: null },
    numberOfTenderers: null,
    documents: [
      {
        id: 'notice',
        documentType: 'tenderNotice',
        title: notice.title,
        description: notice.publicationNumber ?? null,
        datePublished: startOf(notice.dispatchedOn),
        language: 'da',
      },
    ],
    ...(targets.length > 0 && { targets }),
  };
};

/** The awards of the tender, all of them or some, become so. */
const awardsNow = (
  partnership: Known,
  status: Award['status'],
  of: (winner: string) => boolean = () => true,
): Award[] =>
  (partnership.procurement.award?.winners ?? [])
    .filter(of)
    .map((winner) => ({ id: awardIdIn(partnership, winner), status }));

const some = (awards: readonly Award[]) => (awards.length > 0 ? { awards } : {});

/** The tender, and awards nobody has a contract on yet, as the case ends or goes on. */
function tenderNow({ ocid, before }: Scene, ended: boolean): Delta | undefined {
  const { procurement, contracts } = before;
  if (!procurement.notice || Object.keys(contracts).length > 0) return undefined;
  const status = ended ? 'cancelled' : procurement.award ? 'complete' : 'active';
  return {
    tag: [ended ? 'tenderCancellation' : 'tenderUpdate'],
    tender: { id: ocid, status },
    ...some(awardsNow(before, ended ? 'cancelled' : 'pending')),
  };
}

export const tenderTranslations = {
  NoticePublished: (notice, scene) => {
    const { after } = scene;
    return { tag: ['tender'], parties: [party(after, after.lead, lead(after).name)], tender: noticed(notice, scene) };
  },

  TendersInvited: ({ tenderDeadline }, { ocid }) => ({
    tag: ['tenderUpdate'],
    tender: { id: ocid, tenderPeriod: { endDate: endOf(tenderDeadline) } },
  }),

  AwardDecided: ({ winners, notifiedOn }, { ocid, after }) => {
    const { notice, candidates } = after.procurement;
    const tendered = Object.values(candidates).filter(({ initialTender, finalTender }) => initialTender ?? finalTender);
    return {
      tag: ['award'],
      parties: winners.map((winner) => winningParty(after, winner)),
      tender: { id: ocid, status: 'complete', numberOfTenderers: tendered.length },
      awards: winners.map((winner) => ({
        id: awardIdIn(after, winner),
        ...(notice && { title: notice.title }),
        status: 'pending',
        date: startOf(notifiedOn),
        suppliers: [tenderer(after, winner)],
      })),
    };
  },

  // A complaint may still undo the award: what had come into force waits again, signed contracts aside.
  StandstillEnded: (ended, { before }) => {
    const { procurement, contracts } = before;
    if (!suspendsAward(ended)) return { tag: ['award'], awards: awardsNow(before, 'active') };
    if (!procurement.standstill || suspendsAward(procurement.standstill)) return undefined;
    const signed = new Set(Object.values(contracts).map(({ terms }) => terms.tendererId));
    const waiting = awardsNow(before, 'pending', (winner) => !signed.has(winner));
    return waiting.length > 0 ? { tag: ['award'], awards: waiting } : undefined;
  },

  ProcurementCancelled: (_, scene) =>
    tenderNow(scene, true) ?? {
      tag: ['planningUpdate'],
      planning: { milestones: [{ ...preparedMilestone, dateMet: null, status: 'notMet' }] },
    },

  PartnershipClosed: (_, scene) => tenderNow(scene, true),
  PartnershipReopened: (_, scene) => tenderNow(scene, false),
} satisfies Translations;
