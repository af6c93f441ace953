import type { ContractTerms } from '#partnership';
import { type Comparison, knownFrom, lastSaid, money, type Words } from './disagreement.js';

/** Contracts: signed there and unknown here, or with another partner, value or most that the solution may cost. */
export const contracts: Comparison = (heard, partnership) =>
  lastSaid(heard, 'procurement.contract-signed.v1', ({ contractId }) => contractId).flatMap(
    ({ data, heard: message }) => {
      const about = { contractId: data.contractId };
      const there = termsOf(data as ContractTerms);
      const ours = Object.hasOwn(partnership.contracts, data.contractId)
        ? partnership.contracts[data.contractId]?.terms
        : undefined;
      if (!ours) {
        return {
          kind: 'contract-unknown',
          about,
          there,
          here: { en: 'No such contract is recorded.', da: 'Der er ikke noteret nogen sådan kontrakt.' },
          todo: {
            en: 'See why the message was refused. Is the contract signed, put right what is missing here and put the message back; is it not, have it corrected there.',
            da: 'Se, hvorfor meddelelsen blev afvist. Er kontrakten indgået, så ret det, der mangler her, og læg meddelelsen tilbage; er den ikke, så få det rettet dér.',
          },
          ...knownFrom(message),
        };
      }
      if (alike(ours, data as ContractTerms)) return [];
      return {
        kind: 'contract-differs',
        about,
        there,
        here: termsOf(ours),
        todo: {
          en: 'Look at the signed contract. Where it says otherwise than here, record an amendment; where it says otherwise than there, have it corrected there.',
          da: 'Slå den underskrevne kontrakt op. Siger den noget andet end her, så notér et tillæg; siger den noget andet end dér, så få det rettet dér.',
        },
        ...knownFrom(message),
      };
    },
  );

const worthOf = ({ phases }: ContractTerms) => phases.reduce((sum, { valueOere }) => sum + valueOere, 0);

const alike = (one: ContractTerms, other: ContractTerms): boolean =>
  one.partner.cvr === other.partner.cvr &&
  one.currency === other.currency &&
  one.maximumCostOere === other.maximumCostOere &&
  worthOf(one) === worthOf(other);

function termsOf(terms: ContractTerms): Words {
  const { contractId, signedOn, partner, currency, maximumCostOere } = terms;
  const value = money(worthOf(terms), currency);
  const most = money(maximumCostOere, currency);
  return {
    en: `Contract ${contractId} was signed on ${signedOn} with ${partner.name} (CVR ${partner.cvr}) for ${value.en}; the solution may cost at most ${most.en}.`,
    da: `Kontrakt ${contractId} blev indgået ${signedOn} med ${partner.name} (CVR ${partner.cvr}) for ${value.da}; løsningen må højst koste ${most.da}.`,
  };
}
