import { describe, expect, it } from '@jest/globals';
import { authorityRefusals } from './authority.js';
import { caseWorkRefusals } from './case/case-work.js';
import { courseRefusals } from './case/course.js';
import { registrationRefusals } from './case/registration.js';
import { contractRefusals } from './contract/contract.js';
import { evaluationRefusals } from './evaluation/evaluation.js';
import { gateRefusals } from './gate/gate.js';
import { guardRefusals } from './guards.js';
import { kpiRefusals } from './kpi/definition.js';
import { measurementRefusals } from './kpi/measurements.js';
import { marketDialogueRefusals } from './market-dialogue/market-dialogue.js';
import { milestoneRefusals } from './milestone/milestone.js';
import { needRefusals } from './need/need.js';
import { partnershipRefusals } from './partnership.js';
import { paymentRefusals } from './payment/payment.js';
import { pilotRefusals } from './pilot/pilot.js';
import { procurementRefusals } from './procurement/procurement.js';
import { scaleUpRefusals } from './scale-up/scale-up.js';
import type { RefusalText } from './vocabulary.js';

const rooms: readonly Readonly<Record<string, RefusalText>>[] = [
  guardRefusals,
  authorityRefusals,
  registrationRefusals,
  courseRefusals,
  caseWorkRefusals,
  needRefusals,
  marketDialogueRefusals,
  procurementRefusals,
  contractRefusals,
  gateRefusals,
  milestoneRefusals,
  paymentRefusals,
  pilotRefusals,
  kpiRefusals,
  evaluationRefusals,
  scaleUpRefusals,
];

describe('the refusals of all rooms', () => {
  it('have names of their own, so that none takes the place of another', () => {
    const reasons = [...rooms, measurementRefusals].flatMap((room) => Object.keys(room));
    expect(reasons.filter((reason, index) => reasons.indexOf(reason) !== index)).toEqual([]);
  });

  const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  it.each(Object.entries({ ...partnershipRefusals, ...measurementRefusals }))(
    'say the same in Danish and English: %s',
    (_reason, { en, da }) => {
      expect(placeholders(da)).toEqual(placeholders(en));
      expect(da).not.toBe(en);
    },
  );
});
