import type { MeasurementEvent, PartnershipEvent } from '#partnership';
import { caseWorkTellings, registrationTellings } from './case.js';
import { contractTellings, gateTellings, milestoneTellings } from './contract.js';
import { courseTellings, evaluationTellings } from './course.js';
import { kpiTellings, measurementTellings } from './kpi.js';
import { paymentTellings } from './payment.js';
import { marketDialogueTellings, needTellings, procurementTellings } from './procurement.js';
import { pilotTellings, scaleUpTellings } from './scale-up.js';
import type { Tellings } from './telling.js';

/** What leaves of each type of stored event there is, or why nothing does. */
export const tellings: Tellings<PartnershipEvent | MeasurementEvent> = {
  ...registrationTellings,
  ...courseTellings,
  ...caseWorkTellings,
  ...needTellings,
  ...marketDialogueTellings,
  ...procurementTellings,
  ...contractTellings,
  ...gateTellings,
  ...milestoneTellings,
  ...paymentTellings,
  ...pilotTellings,
  ...kpiTellings,
  ...measurementTellings,
  ...evaluationTellings,
  ...scaleUpTellings,
};
