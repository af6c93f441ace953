import { describe, expect, it } from '@jest/globals';
import { refuses } from '../../test/refuses.js';
import { economist, evaluator, leader, sensorPatch } from '../../test/story.js';
import { contractsSigned, documentsJournalised } from '../../test/story-from-contract.js';
import {
  agree,
  amend,
  correct,
  modelAgreed,
  release,
  released,
  second,
  settled,
  verified,
  verify,
  withdraw,
} from '../../test/story-of-results.js';
import { decided, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';

const ended = (type: 'ContractTerminated' | 'ContractCompleted'): PartnershipEvent =>
  type === 'ContractTerminated'
    ? { type, data: { contractId: 'k1', ground: 'breach', reason: 'Leverer ikke', terminatedOn: '2026-05-02' } }
    : { type, data: { contractId: 'k1', completedOn: '2026-05-02' } };
const narrowed: PartnershipEvent = {
  type: 'PartnerNarrowed',
  data: { contractId: 'k1', phaseNo: 1, reason: 'x', decidedBy: 'lead-1' },
};
const measured = (found: object) => ({
  measurementId: 'm1',
  found: {
    evidenceLevel: 'measured',
    contractId: 'k1',
    period: { from: '2026-01-01', to: '2026-01-31' },
    revision: 4,
    suppliedBy: ['pm-1'],
    ...found,
  },
});
const withdrawn = [...verified, ...decided(verified, withdraw())];

describe('verifying an outcome', () => {
  it('is the evaluator’s, against the locked baseline and the version of the model in force', () => {
    expect(decided(modelAgreed, verify({ measurements: [measured({})] }))).toEqual([
      {
        type: 'OutcomeVerified',
        data: {
          ...verify().data,
          measurements: ['m1'],
          measuredAs: [{ measurementId: 'm1', revision: 4 }],
          baseline: { value: '5' },
          modelVersion: 1,
          verifiedBy: 'eval-1',
        },
      },
    ]);
    expect(refused(modelAgreed, { ...verify(), by: economist })).toBe('role-may-not');
  });
  it('changes nothing the second time', () => {
    expect(decided(verified, verify())).toEqual([]);
    expect(decided(settled, verify())).toEqual([]);
  });
  it('records what pays nothing too', () => {
    expect(decided(modelAgreed, verify({ population: 3, evidenceLevel: 'self-reported' }))).toHaveLength(1);
  });
  it('is still done for what a partner earned before it was narrowed out', () => {
    expect(decided([...modelAgreed, narrowed], verify())).toHaveLength(1);
  });
  it('takes measurements that name no contract where there is but one', () => {
    const alone = modelAgreed.filter(
      ({ type, data }) => type !== 'PartnershipContractSigned' || data.contractId === 'k1',
    );
    expect(decided(alone, verify({ measurements: [measured({ contractId: undefined })] }))).toHaveLength(1);
  });
  it('takes periods that follow each other, also where one was withdrawn', () => {
    expect(decided(verified, verify(second))).toHaveLength(1);
    expect(decided(withdrawn, verify({ outcomeId: 'u3' }))).toHaveLength(1);
  });
  it('needs no baseline where a threshold is paid for', () => {
    const fixed = agree({ formula: { kind: 'fixed', threshold: '3', amountOere: 50_000_000 } });
    const past = [...contractsSigned, ...decided(contractsSigned, fixed)];
    expect(decided(past, verify())).toMatchObject([{ data: { baseline: undefined } }]);
  });

  const document = documentsJournalised.filter(({ type }) => type === 'DocumentJournalised');
  refuses(
    [
      ['when there is no such model', [], verify({ modelId: 'b9' }), 'unknown-payment-model'],
      ['when there is no such contract', [], verify({ contractId: 'k9' }), 'unknown-contract'],
      [
        'when its id is known otherwise',
        verified.slice(modelAgreed.length),
        verify({ population: 401 }),
        'outcome-known-otherwise',
      ],
      ['when it was withdrawn', withdrawn.slice(modelAgreed.length), verify(), 'outcome-withdrawn'],
      ['after the contract was terminated', [ended('ContractTerminated')], verify(), 'verified-for-ended-contract'],
      ['after the contract was completed', [ended('ContractCompleted')], verify(), 'verified-for-ended-contract'],
      ['without evidence', [], verify({ evidence: ' ' }), 'outcome-evidence-missing'],
      ['on loose documents', document, verify({ documents: ['doc-9', 'doc-k1'] }), 'outcome-not-journalised'],
      ['on another contract’s documents', document, verify({ documents: ['doc-k2'] }), 'outcome-not-journalised'],
      ['for nobody', [], verify({ population: 0 }), 'outcome-population'],
      ['for part of a person', [], verify({ population: 1.5 }), 'outcome-population'],
      ['without a figure', [], verify({ numerator: undefined, denominator: undefined }), 'reading-empty'],
      [
        'as a ready percentage',
        [],
        verify({ numerator: undefined, denominator: undefined, value: '3' }),
        'reading-needs-ratio',
      ],
      ['before its period is over', [], verify({ verifiedOn: '2026-03-30' }), 'period-not-over'],
      ['in the future', [], verify({ verifiedOn: '2026-06-02' }), 'in-the-future'],
      [
        'for a period that ends before it begins',
        [],
        verify({ period: { from: '2026-03-31', to: '2026-01-01' } }),
        'period-reversed',
      ],
      [
        'for what was before the contract',
        [],
        verify({ period: { from: '2025-10-14', to: '2026-01-01' } }),
        'outcome-before-signing',
      ],
      [
        'for days that another outcome has',
        verified.slice(modelAgreed.length),
        verify({ ...second, period: { from: '2026-03-31', to: '2026-04-30' } }),
        'outcome-periods-overlap',
      ],
      [
        'for days around those of another outcome',
        verified.slice(modelAgreed.length),
        verify({ ...second, period: { from: '2025-12-01', to: '2026-04-30' } }),
        'outcome-periods-overlap',
      ],
    ],
    modelAgreed,
  );

  refuses([
    [
      'while the baseline it is held against is not locked',
      [...contractsSigned, ...decided(contractsSigned, agree())],
      verify(),
      'outcome-without-baseline',
    ],
    [
      'when the baseline that was locked since is no worse than the target',
      [
        ...contractsSigned,
        ...decided(
          contractsSigned,
          agree({ formula: { kind: 'tiered', target: '5', tiers: [{ from: 1, amountOere: 10_000_000 }] } }),
        ),
        ...modelAgreed.filter(({ type }) => type === 'BaselineSet' || type === 'BaselineLocked'),
      ],
      verify(),
      'model-target-not-ahead',
    ],
  ]);
});

describe('the verifier', () => {
  refuses(
    [
      [
        'from the partner itself',
        [
          {
            type: 'PartyJoined',
            data: { organisation: '11111111', name: 'Væskevagt', partnerType: 'private-company' },
          },
        ],
        { ...verify(), by: { ...evaluator, organisation: sensorPatch.organisation } },
        'verifier-is-partner',
      ],
      [
        'who supplied a measurement',
        [],
        verify({ measurements: [measured({ suppliedBy: ['pm-1', 'eval-1'] })] }),
        'own-measurements',
      ],
      [
        'on measurements nobody made',
        [],
        verify({ measurements: [{ measurementId: 'm9' }] }),
        'outcome-measurement-unknown',
      ],
      [
        'on another partner’s measurements',
        [],
        verify({ measurements: [measured({ contractId: 'k2' })] }),
        'outcome-measurement-unknown',
      ],
      [
        'on measurements of nobody’s solution, where there are several',
        [],
        verify({ measurements: [measured({}), measured({ contractId: undefined })] }),
        'outcome-measurement-without-contract',
      ],
      [
        'on measurements from before the period',
        [],
        verify({ measurements: [measured({ period: { from: '2025-12-31', to: '2026-01-31' } })] }),
        'outcome-measurement-unknown',
      ],
      [
        'on measurements from after the period',
        [],
        verify({ measurements: [measured({ period: { from: '2026-03-01', to: '2026-04-01' } })] }),
        'outcome-measurement-unknown',
      ],
      [
        'for stronger evidence than the measurements are',
        [],
        verify({ measurements: [measured({ evidenceLevel: 'self-reported' })] }),
        'evidence-above-measurements',
      ],
    ],
    modelAgreed,
  );
});

describe('correcting an outcome', () => {
  it('says the whole of it anew, with a reason', () => {
    const corrected = [...verified, ...decided(verified, correct())];
    expect(corrected.at(-1)).toMatchObject({
      type: 'OutcomeCorrected',
      data: { numerator: '1400', baseline: { value: '5' }, verifiedBy: 'eval-1' },
    });
    expect(decided(corrected, correct({ reason: 'Igen' }))).toEqual([]);
    expect(decided(corrected, release())).toMatchObject([{ data: { amountOere: 90_000_000 } }]);
  });
  it('holds it to the terms it was verified under', () => {
    const fixed = agree({ formula: { kind: 'fixed', threshold: '3', amountOere: 50_000_000 } });
    const past = [...contractsSigned, ...decided(contractsSigned, fixed, verify(), amend({ capOere: 100_000_000 }))];
    expect(decided(past, correct())).toMatchObject([{ data: { baseline: undefined } }]);
  });
  it('verifies it again as it was, by measurements that were corrected since', () => {
    const past = [...modelAgreed, ...decided(modelAgreed, verify({ measurements: [measured({})] }))];
    const again = (found: object) => correct({ numerator: '1200', measurements: [measured(found)] });
    expect(decided(past, again({}))).toEqual([]);
    expect(decided(past, again({ revision: 5 }))).toMatchObject([
      { type: 'OutcomeCorrected', data: { measuredAs: [{ measurementId: 'm1', revision: 5 }] } },
    ]);
    expect(decided(past, verify({ measurements: [measured({ revision: 5 })] }))).toEqual([]);
  });
  it('may move its own period', () => {
    expect(decided(verified, correct({ period: { from: '2026-02-01', to: '2026-04-10' } }))).toHaveLength(1);
  });

  refuses([
    ['once it is paid for', released, correct(), 'outcome-paid-for'],
    ['once it is withdrawn', withdrawn, correct(), 'outcome-withdrawn'],
    ['when there is none', modelAgreed, correct(), 'unknown-outcome'],
    ['when it is wrong', verified, correct({ population: 0 }), 'outcome-population'],
    [
      'after the contract was terminated',
      [...verified, ended('ContractTerminated')],
      correct(),
      'verified-for-ended-contract',
    ],
  ]);
});

describe('withdrawing an outcome', () => {
  it('is the evaluator’s or leadership’s, also after termination', () => {
    expect(withdrawn.at(-1)).toEqual({ type: 'OutcomeWithdrawn', data: withdraw().data });
    expect(decided([...verified, ended('ContractTerminated')], { ...withdraw(), by: leader })).toHaveLength(1);
    expect(decided(withdrawn, withdraw())).toEqual([]);
  });

  refuses([
    ['once it is paid for', released, withdraw(), 'outcome-paid-for'],
    ['for another reason than before', withdrawn, withdraw({ reason: 'En anden' }), 'outcome-withdrawn'],
    ['when there is none', modelAgreed, withdraw(), 'unknown-outcome'],
  ]);
});
