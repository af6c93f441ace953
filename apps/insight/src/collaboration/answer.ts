import { innovationTypes, partnerTypes } from '#partnership';
import { BasisPoints, ListOf, Nested, OneOf, WholeNumber } from '#platform';
import { given } from '../asked.js';
import { shareOf } from '../case-figures/share.js';
import { AsOf } from '../paging.js';

export const typesOfPartner = [...partnerTypes, 'not-stated'] as const;

export class CasesShare {
  @WholeNumber({ description: 'Cases' }) partnerships: number;
  @BasisPoints({ optional: true, description: 'Of all that are asked about; absent when there are none' })
  share?: number;
}

export class ByPartnerType extends CasesShare {
  @OneOf(typesOfPartner, { description: 'not-stated: has a contract, and never joined as a party of a type' })
  type: string;
}

export class ByInnovationType extends CasesShare {
  @OneOf(innovationTypes) type: string;
}

export class CollaborationFigures {
  @WholeNumber({ description: 'Cases asked about' }) partnerships: number;
  @Nested(() => CasesShare, { description: 'With a partner outside their own municipality, by party or contract' })
  external: CasesShare;
  @ListOf(() => ByPartnerType, {
    max: typesOfPartner.length,
    description:
      'Cases with a partner of the type; one with several types counts at each, so that they add up to nothing',
  })
  byPartnerType: readonly ByPartnerType[];
  @Nested(() => CasesShare, { description: 'Complex innovation: of more than one type' }) complex: CasesShare;
  @ListOf(() => ByInnovationType, { max: innovationTypes.length, description: 'One of several types counts at each' })
  byInnovationType: readonly ByInnovationType[];
}

export class CollaborationAnswer extends CollaborationFigures {
  @Nested(() => AsOf) asOf: AsOf;
}

/** Cases by the types of innovation they are. */
export interface TypesTally {
  readonly types: readonly string[];
  readonly partnerships: number;
}

/** How many cases have an external partner, and one of each type. */
export type PartnersTally = Readonly<Record<'external' | (typeof typesOfPartner)[number], number>>;

export function collaborationOf(cases: readonly TypesTally[], partners: PartnersTally): CollaborationFigures {
  const number = (is: (types: readonly string[]) => boolean) =>
    cases.reduce((sum, one) => (is(one.types) ? sum + one.partnerships : sum), 0);
  const partnerships = number(() => true);
  const share = (number: number): CasesShare =>
    given({ partnerships: number, share: shareOf(number, partnerships) }) as CasesShare;
  return {
    partnerships,
    external: share(partners.external),
    byPartnerType: typesOfPartner.map((type) => ({ type, ...share(partners[type]) })),
    complex: share(number((types) => types.length > 1)),
    byInnovationType: innovationTypes.map((type) => ({ type, ...share(number((types) => types.includes(type))) })),
  };
}
