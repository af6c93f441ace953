import { type ExplainedFigures, type Input, invented, named, said, share, total, unique } from './facts.js';

/** What is paid against contracts, from what its explanation says and nothing else. */
export function payments({ inputs }: ExplainedFigures) {
  const [from = '', to = '9999'] = [said(inputs, 'from'), said(inputs, 'to')];
  const isMoved = (step: Input | undefined): step is Input =>
    step !== undefined && from <= step.period!.from && step.period!.from <= to;
  const currencies = unique(named(inputs, 'maximum-cost').map(({ unit }) => unit!)).sort();
  return currencies.map((currency) => {
    const contracts = named(inputs, 'maximum-cost').filter(({ unit }) => unit === currency);
    const facts = inputs.filter(({ partnershipId, contractId }) =>
      contracts.some((one) => one.partnershipId === partnershipId && one.contractId === contractId),
    );
    const [instalments, outcomes] = [paid('agreed'), paid('verified')];
    const caps = named(facts, 'cap');
    const maximum = total(contracts, ({ value }) => value);
    return {
      currency,
      contracts: contracts.length,
      maximumCostOere: maximum,
      instalments: {
        items: instalments.items,
        agreedOere: instalments.agreed,
        cancelledOere: instalments.cancelledOere,
        remainingOere: instalments.openOere,
        ...instalments.moved,
        invoiced: invoiced('invoiced-instalment'),
      },
      results:
        caps.length + outcomes.items === 0
          ? undefined
          : {
              models: caps.length,
              capOere:
                caps.length === 0 || caps.some(({ value }) => !value) ? undefined : total(caps, (one) => one.value),
              outcomes: outcomes.items,
              withdrawn: outcomes.cancelled,
              unreleased: outcomes.open,
              ...outcomes.moved,
              invoiced: invoiced('invoiced-outcome'),
            },
      releasedOfMaximum: share(instalments.moved.releasedOere + outcomes.moved.releasedOere, maximum),
    };

    function paid(stated: 'agreed' | 'verified') {
      const items = named(facts, stated).map((one) => {
        const step = (name: string) =>
          named(facts, name).find(({ partnershipId, id }) => partnershipId === one.partnershipId && id === one.id);
        return { stated: one, released: step('released'), settled: step('settled'), cancelled: step('cancelled') };
      });
      const open = items.filter(({ released, cancelled }) => !released && !cancelled);
      const cancelled = items.map((one) => one.cancelled).filter(isMoved);
      return {
        items: items.length,
        agreed: total(items, ({ stated }) => stated.value),
        open: open.length,
        openOere: total(open, ({ stated }) => stated.value),
        cancelled: cancelled.length,
        cancelledOere: total(cancelled, ({ value }) => value),
        moved: {
          releasedOere: total(items.map(({ released }) => released).filter(isMoved), ({ value }) => value),
          settledOere: total(items.map(({ settled }) => settled).filter(isMoved), ({ value }) => value),
          unpaidOere: total(
            items.filter(({ settled }) => !settled),
            ({ released }) => released?.value,
          ),
          illustrative: invented(items.map(({ stated }) => stated)),
        },
      };
    }

    function invoiced(name: string) {
      const received = named(facts, name).filter(isMoved);
      const added = received.filter(({ unit }) => unit === currency);
      return {
        items: received.length,
        amountOere: total(added, ({ value }) => value),
        notAdded: received.length - added.length,
        illustrative: invented(received),
      };
    }
  });
}
