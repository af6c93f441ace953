import type { Language, Sentence } from '#platform';
import type { FormulaAnswer } from './answer.js';

export interface Formula extends Omit<FormulaAnswer, 'text'> {
  readonly says: Sentence;
}

export const inLanguage = ({ says, ...formula }: Formula, language: Language): FormulaAnswer => ({
  ...formula,
  text: says[language],
});

/** A share to four decimals is one in basis points. */
export const toBasisPoints = { decimals: 4, half: 'away-from-zero' };
