import { type Phase, phases, type Route, routes, sectorAreas, themes } from '#partnership';
import {
  BusinessDate,
  Flag,
  Instant,
  type Language,
  ListOf,
  Nested,
  OneOf,
  Organisation,
  type Sentence,
  SubjectId,
  Text,
  Uuid,
  WholeNumber,
} from '#platform';
import { given } from '../asked.js';
import { PageAnswer } from '../paging.js';
import { day, say } from '../wording.js';
import { type WorklistStatus, worklistStatuses } from './course.js';
import type { LatestRow, WorklistRow } from './row.js';
import {
  type Due,
  type Facts,
  handlerOf,
  inOrder,
  type Light,
  type Reason,
  reasonCodes,
  trafficLight,
} from './traffic-light.js';

export class ReasonAnswer {
  @OneOf(['red', 'amber']) light: 'red' | 'amber';
  @OneOf(reasonCodes) code: string;
  @Text({
    max: 5000,
    description: 'In the language of Accept-Language',
    example: 'Overdue since 1 March 2026: First prototype',
  })
  text: string;
  @BusinessDate({ optional: true }) due?: string;
  @Flag({ optional: true, description: 'Set when no source gives the date' }) illustrative?: true;
}

export class NextDeadline {
  @OneOf(['milestone', 'deadline', 'gate-condition', 'follow-up-report']) kind: string;
  @Text({ max: 1000, description: 'Code or id of what is due', example: 'M-01' }) id: string;
  @Text({ max: 4000, example: 'First prototype' }) title: string;
  @BusinessDate() due: string;
  @Flag({ description: 'Due before today' }) overdue: boolean;
  @Flag({ optional: true, description: 'Set when no source gives the date' }) illustrative?: true;
}

/** One partnership as the status board shows it. A partner sees the general facts and what its own contract is due. */
export class PartnershipCard {
  @Uuid() id: string;
  @Text({ max: 200, example: '2022-0580-0112' }) caseNumber: string;
  @Text({ max: 200, example: 'Intelligent diaper' }) title: string;
  @Organisation({ example: '0580' }) lead: string;
  @Text({ max: 200, example: 'Aabenraa Kommune' }) leadName: string;
  @ListOf(Organisation(), { max: 98 }) municipalities: readonly string[];
  @OneOf(routes) route: Route;
  @OneOf(themes) theme: string;
  @OneOf(sectorAreas) sector: string;
  @OneOf(phases, { description: 'Where it is, or was when it was suspended or closed' }) phase: Phase;
  @BusinessDate() phaseSince: string;
  @OneOf(worklistStatuses) status: WorklistStatus;
  @OneOf(['red', 'amber', 'green']) light: Light;
  @ListOf(() => ReasonAnswer, { max: 1000, description: 'Why the light is not green, worst first' })
  reasons: readonly ReasonAnswer[];
  @Nested(() => NextDeadline, { optional: true }) nextDeadline?: NextDeadline;
  @WholeNumber({ description: 'How many milestones, deadlines, conditions and reports are overdue' }) overdue: number;
  @SubjectId({ optional: true, description: 'Case handler, or project manager where there is none' }) handler?: string;
  @BusinessDate() registeredOn: string;
  @Instant({ description: 'When something was last recorded' }) updatedAt: string;
  @WholeNumber({ min: 0, description: 'Revision of the partnership, to send as If-Match' }) revision: number;
  @ListOf(Text({ max: 200 }), {
    max: 100,
    description: 'Fields of the registration whose values no source gives, and `phaseSince`',
  })
  illustrative: readonly string[];
}

export class PartnershipPage extends PageAnswer {
  @ListOf(() => PartnershipCard, { max: 200 }) items: readonly PartnershipCard[];
}

/** The columns of the worklist that everybody may see of what is visible to them. */
export type VisibleRow = Omit<WorklistRow, 'facts' | 'partners' | 'contracts' | 'classification'> & {
  readonly facts: Facts;
  readonly classification: WorklistRow['classification'] | null;
} & Pick<LatestRow, 'revision' | 'updated_at'>;

export function cardOf(row: VisibleRow, today: string, language: Language): PartnershipCard {
  const { light, reasons } = trafficLight(row, row.facts, today);
  const dues = row.status === 'closed' ? [] : inOrder(row.facts.dues);
  const [next] = dues;
  return given({
    id: row.partnership_id,
    caseNumber: row.case_number,
    title: row.title,
    lead: row.lead,
    leadName: row.lead_name,
    municipalities: row.municipalities,
    route: row.route,
    theme: row.theme,
    sector: row.sector,
    phase: row.phase,
    phaseSince: row.phase_since,
    status: row.status,
    light,
    reasons: reasons.map((reason) =>
      given({
        light: reason.light,
        code: reason.code,
        text: text(reason)[language],
        due: reason.due,
        illustrative: reason.illustrative,
      }),
    ),
    nextDeadline:
      next &&
      given({
        kind: next.kind,
        id: next.id,
        title: titled(next.kind, next.title)[language],
        due: next.due,
        overdue: next.due < today,
        illustrative: next.illustrative,
      }),
    overdue: dues.filter(({ due }) => due < today).length,
    handler: handlerOf(row.facts.responsible ?? [], today),
    registeredOn: row.registered_on,
    updatedAt: row.updated_at,
    revision: row.revision,
    illustrative: row.illustrative,
  }) as PartnershipCard;
}

/** A report has no title of its own. */
const titled = (kind: Due['kind'] | undefined, title: string): Sentence =>
  kind === 'follow-up-report' ? { en: 'Follow-up report', da: 'Opfølgningsrapport' } : { en: title, da: title };

function text({ code, what: title = '', kind, due = '' }: Reason): Sentence {
  const what = titled(kind, title);
  switch (code) {
    case 'overdue':
      return say`Overdue since ${day(due)}: ${what}``Overskredet siden ${day(due)}: ${what}`;
    case 'due-soon':
      return say`Due on ${day(due)}: ${what}``Frist ${day(due)}: ${what}`;
    case 'condition-open':
      return say`The gate's condition is due on ${day(due)}: ${what}``Gatens betingelse har frist ${day(due)}: ${what}`;
    case 'gate-failed':
      return say`A gate was failed: ${what}``En gate er ikke bestået: ${what}`;
    case 'critical-risk':
      return say`Critical risk: ${what}``Kritisk risiko: ${what}`;
    case 'high-risk':
      return say`High risk: ${what}``Høj risiko: ${what}`;
    case 'responsible-missing':
      return say`Nobody is responsible for the case.``Ingen er ansvarlig for sagen.`;
    case 'dates-missing':
      return say`Nothing is planned: no open milestone or deadline.``Intet er planlagt: ingen åben milepæl eller frist.`;
    case 'suspended':
      return say`The partnership is suspended.``Partnerskabet er sat i bero.`;
  }
}
