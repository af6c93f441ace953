import type { Fact, OrganisationId, RefusalTexts, Route, SubjectId, Wish } from '../vocabulary.js';
import type { Classification, PartnerType } from './classification.js';

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type RegistrationEvent =
  | Fact<
      'PartnershipRegistered',
      {
        readonly caseNumber: string;
        readonly title: string;
        readonly summary?: string;
        readonly leadOrganisation: OrganisationId;
        readonly leadOrganisationName: string;
        readonly route: Route;
        readonly classification: Classification;
        readonly registeredBy: SubjectId;
      }
    >
  | Fact<
      'RegistrationAmended',
      {
        readonly title?: string;
        readonly summary?: string;
        readonly classification?: Classification;
        readonly reason: string;
      }
    >
  | Fact<
      'PartyJoined',
      { readonly organisation: OrganisationId; readonly name: string; readonly partnerType: PartnerType }
    >
  | Fact<'PartyLeft', { readonly organisation: OrganisationId; readonly reason: string }>;

type DataOf<T extends RegistrationEvent['type']> = Extract<RegistrationEvent, { type: T }>['data'];

export type RegistrationCommand =
  | Wish<'RegisterPartnership', Omit<DataOf<'PartnershipRegistered'>, 'registeredBy'>>
  | Wish<'AmendRegistration', DataOf<'RegistrationAmended'>>
  | Wish<'AddParty', DataOf<'PartyJoined'>>
  | Wish<'RemoveParty', DataOf<'PartyLeft'>>;
