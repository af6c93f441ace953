import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Asked } from '../asked.js';
import { all, CasesQuestion, inPeriod, ofCases } from '../case-figures/cases.js';
import { type Reading, Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import {
  type CollaborationAnswer,
  type CollaborationFigures,
  collaborationOf,
  type PartnersTally,
  type TypesTally,
} from './answer.js';

export class CollaborationQuestion extends CasesQuestion {}
export class ShowCollaboration extends Asked<CollaborationQuestion, CollaborationAnswer> {}

/** Who innovation is made with, and how much of it is complex. */
@QueryHandler(ShowCollaboration)
export class ShowCollaborationHandler implements IQueryHandler<ShowCollaboration> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowCollaboration): Promise<CollaborationAnswer> {
    return this.readings.answer(principal, question, ['case-figures', 'worklist'], async (reading) => ({
      ...(await collaboration(reading, question)),
      asOf: reading.asOf,
    }));
  }
}

/** Cases that were registered in the period that is asked about. */
export const innovationsAsked = (sql: Sql, question: CasesQuestion): string =>
  all([inPeriod(sql, question, 'i.registered_on'), ...ofCases(sql, question, 'i')]);

export async function collaboration({ rows }: Reading, question: CasesQuestion): Promise<CollaborationFigures> {
  const cases = await rows<TypesTally>(
    (sql) => `select i.types, count(*)::integer as partnerships
      from ${sql.visible('innovation')} i where ${innovationsAsked(sql, question)} group by i.types`,
  );
  const partners = await rows<PartnersTally>(
    (sql) => `select false as total, c.partner_type, count(distinct c.partnership_id)::integer as partnerships
        ${collaborators(sql, question)} group by c.partner_type
      union all
      select true, null, count(distinct c.partnership_id)::integer
        ${collaborators(sql, question)} and c.partner_type is distinct from 'same-municipality'`,
  );
  return collaborationOf(cases, partners);
}

const collaborators = (sql: Sql, question: CasesQuestion) =>
  `from ${sql.visible('collaborator')} c join ${sql.visible('innovation')} i on i.partnership_id = c.partnership_id
   where ${innovationsAsked(sql, question)}`;
