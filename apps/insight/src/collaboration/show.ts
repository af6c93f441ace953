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
  typesOfPartner,
} from './answer.js';

export class CollaborationQuestion extends CasesQuestion {}
export class ShowCollaboration extends Asked<CollaborationQuestion, CollaborationAnswer> {}

/** Who innovation is made with, and how much of it is complex. */
@QueryHandler(ShowCollaboration)
export class ShowCollaborationHandler implements IQueryHandler<ShowCollaboration> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowCollaboration): Promise<CollaborationAnswer> {
    return this.readings.answer(principal, question, ['case-figures', 'portfolio'], async (reading) => ({
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
  const [partners] = await rows<PartnersTally>((sql) => {
    const has = (name: string, condition: string) => `bool_or(${condition}) as "${name}"`;
    const types = typesOfPartner.map((type) => has(type, `coalesce(c.partner_type, 'not-stated') = '${type}'`));
    return `select ${['external', ...typesOfPartner].map((name) => `count(*) filter (where "${name}")::integer as "${name}"`).join(', ')}
      from (select ${[has('external', `c.partner_type is distinct from 'same-municipality'`), ...types].join(', ')}
              from ${sql.visible('collaborator')} c where ${collaboratorsAsked(sql, question)} group by c.partnership_id) x`;
  });
  return collaborationOf(cases, partners!);
}

/** Who takes part in those cases. */
export function collaboratorsAsked(sql: Sql, question: CasesQuestion): string {
  const { from, to } = question;
  const conditions = ofCases(sql, question, 'c');
  if (from !== undefined || to !== undefined) {
    conditions.push(
      `c.partnership_id in (select i.partnership_id from ${sql.visible('innovation')} i where ${inPeriod(sql, question, 'i.registered_on')})`,
    );
  }
  return all(conditions);
}
