import type { Language } from '#platform';
import { word } from '../wording.js';

const locale = { da: 'da-DK', en: 'en-GB' } as const;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How figures, dates and codes are written for one reader. */
export class Writing {
  constructor(readonly language: Language) {}

  say(en: string, da: string): string {
    return this.language === 'da' ? da : en;
  }

  code(code: string): string {
    return word(code)[this.language];
  }

  get unknown(): string {
    return this.say('unknown', 'ukendt');
  }

  /** At most as many decimals as a table can hold; the sign of a bound before it. */
  figure(value: string | undefined, bound?: string): string {
    if (value === undefined) return this.unknown;
    const digits = Math.abs(Number(value)) >= 100 ? 0 : Math.abs(Number(value)) >= 10 ? 1 : 2;
    const sign = bound === 'at-least' ? '≥ ' : bound === 'at-most' ? '≤ ' : '';
    return `${sign}${new Intl.NumberFormat(locale[this.language], { maximumFractionDigits: digits }).format(Number(value))}`;
  }

  percent(basisPoints: number): string {
    return new Intl.NumberFormat(locale[this.language], { style: 'percent' }).format(basisPoints / 10_000);
  }

  count(value: number): string {
    return new Intl.NumberFormat(locale[this.language]).format(value);
  }

  money(oere: number, currency = 'DKK', bound?: string): string {
    const sign = bound === 'at-least' ? '≥ ' : bound === 'at-most' ? '≤ ' : '';
    const style = { style: 'currency', currency, maximumFractionDigits: 0 } as const;
    return `${sign}${new Intl.NumberFormat(locale[this.language], style).format(oere / 100)}`;
  }

  day(date: string): string {
    const style = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
    return new Intl.DateTimeFormat(locale[this.language], style).format(new Date(date));
  }

  time(instant: string): string {
    const style = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Copenhagen' } as const;
    return new Intl.DateTimeFormat(locale[this.language], style).format(new Date(instant));
  }
}
