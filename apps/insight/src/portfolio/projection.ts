import {
  type Alike,
  type Benefit,
  exactAmount,
  type KpiDefinition,
  type RealisedBenefit,
  statedAs,
} from '#partnership';
import { at, type Changes, type Projection, type Recorded, type Touch, touch, touchEach } from '#projection';
import { about, byPartnership, type Happening } from '../events.js';
import { everyType } from '../timeline/words.js';
import { movesCourse, phaseAfter, statusAfter } from '../worklist/course.js';
import { alikeOf, codeOf } from './alike.js';
import {
  type BenefitRow,
  type BenefitStatedRow,
  benefit,
  benefitStated,
  type CaseRow,
  type DefinitionRow,
  definition,
  municipality,
  portfolioCase,
  type StatedSide,
} from './rows.js';

type Of<Type extends Happening['type']> = Recorded<Extract<Happening, { type: Type }>>;

const isMunicipality = (organisation: string) => organisation.length === 4;

function stated(event: Of<'BenefitPlanned' | 'BenefitRealised'>, side: 'planned' | 'realised'): readonly Touch[] {
  const { partition: partnership_id, data, position } = event;
  const { kpi, party, year, ...gain }: Benefit & Partial<RealisedBenefit> = data;
  const kind = gain.amountOere === undefined ? 'unit' : 'money';
  const key = { partnership_id, kpi, party, year, kind } as const;
  const { illustrative } = about(event);
  const isIllustrative = illustrative.some((mark) => mark === 'amount' || mark === 'amountOere');
  // A company's benefit is its own business and the municipalities'.
  const audience = isMunicipality(party) ? 'municipal' : party;
  const definedAt = at(definition, { partnership_id, kpi });
  return [
    touch<BenefitRow, DefinitionRow>(
      at(benefit, key),
      (row, defined): BenefitRow => {
        const as = definitionIn(defined, kpi);
        const before = row && alikeOf(row.alike, year);
        const alike: Alike = {
          year,
          party: isMunicipality(party) ? 'municipality' : 'other',
          ...(before?.planned && { planned: before.planned }),
          ...(before?.realised && { realised: before.realised }),
          [side]: { ...statedAs(data, as), ...(gain.evidenceLevel && { evidenceLevel: gain.evidenceLevel }) },
        };
        return {
          ...key,
          planned: row?.planned ?? null,
          realised: row?.realised ?? null,
          [side]: String(exactAmount(data)),
          benefit_class: as.benefitClass,
          alike: codeOf(alike),
          theme: row?.theme ?? '',
          sector: row?.sector ?? '',
          lead: row?.lead ?? '',
          audience,
        };
      },
      definedAt,
    ),
    touch<BenefitRow, CaseRow>(
      at(benefit, key),
      (row, of) => row && of && classified(row, of),
      at(portfolioCase, { partnership_id }),
    ),
    touch<BenefitStatedRow, DefinitionRow>(
      at(benefitStated, key),
      (row, defined): BenefitStatedRow => {
        const said: StatedSide = {
          ...gain,
          definition: definitionIn(defined, kpi),
          ...(isIllustrative && { illustrative: true }),
          positions: [...(row?.stated[side]?.positions ?? []), position],
          defined: defined!.defined,
        };
        return { ...key, stated: { ...row?.stated, [side]: said }, audience };
      },
      definedAt,
    ),
  ];
}

function classified(row: BenefitRow, { theme, sector, lead }: Pick<CaseRow, 'theme' | 'sector' | 'lead'>): BenefitRow {
  const same = row.theme === theme && row.sector === sector && row.lead === lead;
  return same ? row : { ...row, theme, sector, lead };
}

function definitionIn(row: DefinitionRow | undefined, kpi: string): StatedSide['definition'] {
  if (!row) throw new Error(`There is no KPI ${kpi}`);
  const { unit, aggregation, benefit_class: benefitClass } = row;
  return { unit, aggregation, benefitClass };
}

function defined(event: Pick<Recorded<Happening>, 'partition' | 'position'>, kpi: KpiDefinition): readonly Touch[] {
  const { partition: partnership_id, position } = event;
  const { unit, benefitClass: benefit_class, aggregation } = kpi;
  const key = { partnership_id, kpi: kpi.code };
  return [touch(at(definition, key), () => ({ ...key, unit, benefit_class, aggregation, defined: position }))];
}

const onCase = (
  { partition: partnership_id }: Pick<Recorded<Happening>, 'partition'>,
  change: (row: CaseRow) => CaseRow,
): Touch =>
  touch(at(portfolioCase, { partnership_id }), (row) => {
    if (!row) throw new Error('The partnership is not registered');
    return change(row);
  });

/** An event that moves a partnership to another phase or status. */
const moved = (event: Recorded<Happening>): readonly Touch[] => [
  onCase(event, (row) => {
    const [phase, status] = [phaseAfter(event, row.phase), statusAfter(event, row.status)];
    return phase === row.phase && status === row.status ? row : { ...row, phase, status, moved: event.position };
  }),
];

const changes: Changes<Happening> = {
  PartnershipRegistered: ({ partition: partnership_id, position, data }) => [
    touch(
      at(portfolioCase, { partnership_id }),
      (): CaseRow => ({
        partnership_id,
        case_number: data.caseNumber,
        title: data.title,
        lead: data.leadOrganisation,
        lead_name: data.leadOrganisationName,
        theme: data.classification.theme,
        sector: data.classification.sectorArea,
        route: data.route,
        phase: 'draft',
        status: 'open',
        classified: position,
        moved: position,
        audience: 'partners',
      }),
    ),
    ...takesPart(partnership_id, data.leadOrganisation, 'partners'),
  ],
  RegistrationAmended: (event) => {
    const { title, classification } = event.data;
    if (title === undefined && !classification) return [];
    const anew = classification && { theme: classification.theme, sector: classification.sectorArea };
    return [
      onCase(event, (row) => ({
        ...row,
        title: title ?? row.title,
        ...(anew && { ...anew, classified: event.position }),
      })),
      ...(anew ? [touchEach(benefit, event.partition, (row) => classified(row, { ...row, ...anew }))] : []),
    ];
  },
  ProcurementRouteDecided: (event) => [onCase(event, (row) => ({ ...row, route: event.data.route }))],
  PartyJoined: ({ partition, data }) => takesPart(partition, data.organisation, 'municipal'),
  PartyLeft: ({ partition: partnership_id, data }) => [
    touch(at(municipality, { partnership_id, municipality: data.organisation }), () => undefined),
  ],
  KpiDefined: (event) => defined(event, event.data),
  KpiRevised: (event) => defined(event, event.data.definition),
  BenefitPlanned: (event) => stated(event, 'planned'),
  BenefitRealised: (event) => stated(event, 'realised'),
};

function takesPart(partnership_id: string, organisation: string, audience: 'municipal' | 'partners'): readonly Touch[] {
  if (!isMunicipality(organisation)) return [];
  const key = { partnership_id, municipality: organisation };
  // The lead is known to all, whether or not it is named as a party too.
  return [touch(at(municipality, key), (row) => row ?? { ...key, audience })];
}

const moves = Object.fromEntries(
  everyType.filter(movesCourse).map((type) => [type, moved as (event: never) => readonly Touch[]]),
);

/** Benefits as they are planned and realised, and what they are grouped by. */
export const portfolioProjection: Projection<Happening> = {
  name: 'portfolio',
  version: 2,
  tables: [benefit, benefitStated, portfolioCase, municipality, definition],
  partition: byPartnership,
  changes: { ...moves, ...changes },
};
