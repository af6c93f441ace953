import type { PartnershipEvent } from '../src/partnership.js';
import { economist, evaluator, officer, wish } from './story.js';
import { baselineLocked } from './story-from-contract.js';
import { decided } from './trying.js';

/*
 * What has happened in the partnership on dehydration with its payment by results: so many kroner for each admission
 * fewer per 100 citizens. Each array holds everything up to its point. Amounts and figures are illustrative.
 */

type Past = readonly PartnershipEvent[];

const of = { contractId: 'k1', modelId: 'b1' };

export const agree = (changes: object = {}) =>
  wish(officer, 'AgreePaymentModel', {
    ...of,
    title: 'Betaling for færre indlæggelser',
    kpi: 'admissions',
    formula: { kind: 'per-outcome', per: 'improvement', unitOere: 60_000_000 },
    capOere: 200_000_000,
    floorOere: 10_000_000,
    minimumPopulation: 100,
    requiredEvidenceLevel: 'measured',
    ...changes,
  });

export const amend = (changes: object = {}) => {
  const { kpi: _, ...terms } = agree(changes).data;
  return wish(officer, 'AmendPaymentModel', { ...terms, reason: 'Flere borgere er med', ...changes });
};

/** Down from 5 to 3 per 100 citizens. */
export const verify = (changes: object = {}) =>
  wish(evaluator, 'VerifyOutcome', {
    ...of,
    outcomeId: 'u1',
    period: { from: '2026-01-01', to: '2026-03-31' },
    numerator: '1200',
    denominator: '400',
    population: 400,
    evidenceLevel: 'measured',
    evidence: 'Udtræk fra Landspatientregistret',
    verifiedOn: '2026-04-15',
    ...changes,
  });

export const correct = (changes: object = {}) =>
  wish(evaluator, 'CorrectOutcome', {
    ...verify().data,
    numerator: '1400',
    reason: 'To indlæggelser manglede i udtrækket',
    ...changes,
  });

export const withdraw = (changes: object = {}) =>
  wish(evaluator, 'WithdrawOutcome', { ...of, outcomeId: 'u1', reason: 'Perioden var aftalt fri', ...changes });

export const release = (changes: object = {}) =>
  wish(economist, 'ReleaseOutcomePayment', {
    ...of,
    outcomeId: 'u1',
    releasedOn: '2026-05-01',
    invoiceReference: 'F-31',
    ...changes,
  });

export const settle = (changes: object = {}) =>
  wish(economist, 'SettleOutcomePayment', {
    ...of,
    outcomeId: 'u1',
    amountOere: 120_000_000,
    paidOn: '2026-05-20',
    paymentReference: 'B-77',
    ...changes,
  });

/** The quarter after the one of `verify`. */
export const second = { outcomeId: 'u2', period: { from: '2026-04-01', to: '2026-04-30' }, verifiedOn: '2026-05-10' };

export const modelAgreed: Past = [...baselineLocked, ...decided(baselineLocked, agree())];
export const verified: Past = [...modelAgreed, ...decided(modelAgreed, verify())];
export const released: Past = [...verified, ...decided(verified, release())];
export const settled: Past = [...released, ...decided(released, settle())];
