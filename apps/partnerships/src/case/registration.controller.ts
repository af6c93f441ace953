import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v5 as uuidV5 } from 'uuid';
import {
  type Classification,
  innovationTypes,
  legalForms,
  partnerTypes,
  purposes,
  routes,
  sectorAreas,
  themes,
} from '#partnership';
import { Kle, ListOf, Nested, OneOf, Organisation, Text } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated } from '../told.js';

export class ClassificationBody implements Classification {
  @OneOf(themes) theme: Classification['theme'];
  @OneOf(sectorAreas) sectorArea: Classification['sectorArea'];
  @OneOf(purposes) mainPurpose: Classification['mainPurpose'];
  @ListOf(OneOf(purposes), { max: 5, optional: true }) otherPurposes?: Classification['mainPurpose'][];
  @ListOf(OneOf(innovationTypes), { min: 1, max: 4, description: 'More than one is a complex innovation' })
  innovationTypes: Classification['innovationTypes'][number][];
  @OneOf(legalForms) legalForm: Classification['legalForm'];
  @Kle() subjectNumber: string;
}

export class RegisterPartnershipBody extends Dated implements Says<'RegisterPartnership'> {
  @Text({
    max: 60,
    description: "The case number in the lead's own case system; unique there",
    example: '27.36.00-G01-12-25',
  })
  caseNumber: string;
  @Text({ max: 200 }) title: string;
  @Text({ max: 4000, optional: true }) summary?: string;
  @Organisation({ description: 'The municipality that leads' }) leadOrganisation: string;
  @Text({ max: 200 }) leadOrganisationName: string;
  @OneOf(routes, { description: 'Decides which guards hold' }) route: (typeof routes)[number];
  @Nested(() => ClassificationBody) classification: ClassificationBody;
}

export class AmendRegistrationBody extends Dated implements Says<'AmendRegistration'> {
  @Text({ max: 200, optional: true }) title?: string;
  @Text({ max: 4000, optional: true }) summary?: string;
  @Nested(() => ClassificationBody, { optional: true }) classification?: ClassificationBody;
  @Text({ max: 2000 }) reason: string;
}

export class AddPartyBody extends Dated implements Says<'AddParty'> {
  @Organisation() organisation: string;
  @Text({ max: 200 }) name: string;
  @OneOf(partnerTypes) partnerType: (typeof partnerTypes)[number];
}

export class RemovePartyBody extends Dated implements Says<'RemoveParty', 'organisation'> {
  @Text({ max: 2000 }) reason: string;
}

class OfParty extends OfPartnership {
  @Organisation({ description: 'The party' }) organisation: string;
}

/** Partnership ids are derived from what names a case for people, so that one case is registered once. */
const idsOfPartnerships = '0d2f6a54-8a53-4f0e-9a2b-7e9f4f6f3c11';

@Controller('partnerships')
@ApiTags('Registration')
export class RegistrationController extends Recorder {
  @Records('RegisterPartnership', '', {
    summary: 'Register a partnership',
    description: 'Its id is derived from the lead organisation and the case number: the same case has one id, always.',
    created: true,
    example: {
      caseNumber: '27.36.00-G01-12-25',
      title: 'Dehydration of the elderly',
      summary: 'Sensors warn staff and relatives when an elderly citizen drinks too little.',
      leadOrganisation: '0250',
      leadOrganisationName: 'Frederikssund Kommune',
      route: 'innovation-partnership',
      classification: {
        theme: 'time-and-workforce',
        sectorArea: 'elderly-and-health',
        mainPurpose: 'quality-for-citizens',
        otherPurposes: ['efficiency'],
        innovationTypes: ['product', 'service'],
        legalForm: 'agreement',
        subjectNumber: '27.36.00',
      },
      occurredOn: '2025-01-06',
      illustrative: ['caseNumber', 'occurredOn'],
      source: 'Markedsmodningsfonden',
    },
  })
  register(@Asking() asked: Asked, @Body() body: RegisterPartnershipBody) {
    const id = uuidV5(`${body.leadOrganisation}/${body.caseNumber}`, idsOfPartnerships);
    asked.reply.header('location', `/partnerships/${id}`);
    return this.record('RegisterPartnership', asked, id, body);
  }
}

@Room('Registration')
export class PartiesController extends Recorder {
  @Records('AmendRegistration', 'amendments', {
    summary: 'Amend title, summary or classification',
    example: { title: 'Dehydration of elderly citizens', reason: 'Clearer title', occurredOn: '2025-01-20' },
  })
  amend(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: AmendRegistrationBody) {
    return this.record('AmendRegistration', asked, id, body);
  }

  @Records('AddParty', 'parties', {
    summary: 'Let an organisation join',
    example: {
      organisation: '0561',
      name: 'Esbjerg Kommune',
      partnerType: 'other-municipality',
      occurredOn: '2025-01-20',
    },
  })
  join(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: AddPartyBody) {
    return this.record('AddParty', asked, id, body);
  }

  @Records('RemoveParty', 'parties/:organisation/removal', {
    summary: 'Let an organisation leave',
    example: { reason: 'The municipality gave other projects priority', occurredOn: '2025-06-02' },
  })
  leave(@Asking() asked: Asked, @Param() { id, organisation }: OfParty, @Body() body: RemovePartyBody) {
    return this.record('RemoveParty', asked, id, { ...body, organisation });
  }
}
