import type { BusinessDate, Oere } from '#partnership';
import { currencies } from './currencies.js';
import type { Value } from './release.js';

/** Exact up to 35 trillion kroner: below that, no two amounts of øre are the same double. */
export const kroner = (oere: Oere): Value => ({ amount: oere / 100, currency: 'DKK' });

/** An amount in a currency that OCDS knows; an amount without its currency would say something else. */
export const value = (oere: Oere, currency = 'DKK'): Value | undefined =>
  currencies.has(currency) ? { ...kroner(oere), currency } : undefined;

export const startOf = (day: BusinessDate): string => `${day}T00:00:00Z`;
/** Of what lasts the day out: deadlines, ends of periods. */
export const endOf = (day: BusinessDate): string => `${day}T23:59:59Z`;

/** The members that are told. */
export const stated = <Members extends object>(members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined)) as Members;
